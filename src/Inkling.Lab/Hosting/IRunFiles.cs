using Inkling.Training;

namespace Inkling.Lab.Hosting;

/// <summary>The files of a run, written while it trains. All but <see cref="Folder"/> is called on the thread that trains.</summary>
public interface IRunFiles : IDisposable
{
    /// <summary>Gets the folder of the run as a user names it; empty before <see cref="Attach"/>, and where nothing was saved.</summary>
    string Folder { get; }

    /// <summary>Creates the folder, and adds to a learner what writes the files at the end of each epoch.</summary>
    /// <param name="learner">The learner, before its first step.</param>
    void Attach(Learner learner);

    /// <summary>Saves the state between two steps, unless it is saved already.</summary>
    void Save();

    /// <summary>Drops what was written after the step that the learner was rewound to.</summary>
    void Rewind();

    /// <summary>Describes an error that a file caused.</summary>
    /// <returns>One line that names the file; null for another error.</returns>
    string? Describe(Exception error);
}
