using Inkling.Cli.Commands;
using Inkling.Cli.Runs;
using Inkling.Data;
using Inkling.Lab.Hosting;
using Inkling.Lab.Training;
using Inkling.Server.Lab;

namespace Inkling.Cli.Lab;

/// <summary>Trains on this machine and keeps each run in a folder, as <c>inkling train</c> does.</summary>
/// <param name="parent">The folder of the runs.</param>
internal sealed class FolderTraining(string parent = RunFolder.Parent) : ThreadedTraining
{
    /// <inheritdoc/>
    public override IRunFolders Folders => field ??= new LabRunFolders(parent, () => Runs);

    /// <inheritdoc/>
    protected override IRunFiles FilesOf(TrainingSettings settings, DigitData data)
    {
        var config = new RunConfig
        {
            HyperParameters = settings.HyperParameters,
            Limit = settings.Limit,
            Source = DatasetLoader.Source(settings.Data, data),
        };
        return new LabRunFiles(parent, config, RunImages.Of(data, settings.HyperParameters.DataSize));
    }
}
