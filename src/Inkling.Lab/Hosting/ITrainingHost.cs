using Inkling.Data;
using Inkling.Lab.Training;

namespace Inkling.Lab.Hosting;

/// <summary>What a host trains with: its data, and where runs take their turns and are kept.</summary>
public interface ITrainingHost
{
    /// <summary>Gets the settings that the page starts with.</summary>
    TrainingSettings Defaults { get; }

    /// <summary>Gets the names of the data that the host has.</summary>
    IReadOnlyList<string> DataNames { get; }

    /// <summary>Gets whether data can also be a folder or file of the machine.</summary>
    bool OpensPaths { get; }

    /// <summary>Gets the run folders of the host; null where it has none.</summary>
    IRunFolders? Folders { get; }

    /// <summary>Gets the time between two updates of the charts.</summary>
    TimeSpan ChartInterval { get; }

    /// <summary>Opens the images that settings name.</summary>
    /// <exception cref="IOException">There is no such file or folder, or it cannot be read.</exception>
    /// <exception cref="InvalidDataException">The content is invalid; the message names the file.</exception>
    /// <exception cref="DataUnavailableException">The host does not have the data.</exception>
    Task<DigitData> OpenDataAsync(TrainingSettings settings);

    /// <summary>Creates a run, which waits for its first command.</summary>
    /// <param name="settings">What is trained, and how.</param>
    /// <param name="data">The images that the settings name.</param>
    LiveRun Create(TrainingSettings settings, DigitData data);
}
