using Inkling.Cli.Output;
using Inkling.Cli.Runs;
using Inkling.Lab.Hosting;
using Inkling.Training;

namespace Inkling.Cli.Lab;

/// <summary>The files of a run of the lab: an ordinary run folder.</summary>
/// <param name="parent">The folder in which it is created.</param>
/// <param name="config">The settings of the run.</param>
/// <param name="images">Its images.</param>
internal sealed class LabRunFiles(string parent, RunConfig config, RunImages images) : IRunFiles
{
    private RunFolder? _folder;
    private RunFiles? _files;

    public string Folder { get; private set; } = "";

    public void Attach(Learner learner)
    {
        var settings = Json.Bytes(json => config.Write(json, images));
        _folder = RunFolder.CreateIn(parent, config.HyperParameters.Model, settings, "inkling lab");
        Folder = _folder.FolderPath;
        _files = new RunFiles(config, images, _folder, learner);
    }

    public void Save() => _files?.SaveBetweenSteps();

    public void Rewind() => _files?.Rewind();

    public string? Describe(Exception error) => ErrorHandling.Cause(error) is var cause && ErrorHandling.IsExpected(cause)
        ? ErrorHandling.OneLine(ErrorHandling.Describe(cause, _folder?.FolderPath))
        : null;

    public void Dispose()
    {
        _folder?.Dispose();

        // It was deleted again where the run took no step.
        if (!RunFolder.HoldsRun(Folder))
            Folder = "";
    }
}
