using Inkling.Cli.Runs;
using Inkling.Lab.Hosting;
using Inkling.Lab.Training;

namespace Inkling.Cli.Lab;

/// <summary>The run folders that the lab shows.</summary>
/// <param name="parent">The folder of the runs.</param>
/// <param name="live">The runs of this program.</param>
internal sealed class LabRunFolders(string parent, Func<IEnumerable<LiveRun>> live) : IRunFolders
{
    public IReadOnlyList<ListedRun> List()
    {
        if (!Directory.Exists(parent))
            return [];
        var detached = live().Where(run => run.IsDetached).Select(run => run.View.Folder).ToHashSet();
        return
        [
            .. Directory.GetDirectories(parent).Where(RunFolder.HoldsRun)
                .Select(folder => (
                    Run: new ListedRun(Path.GetFileName(folder), RunWriter.Find(folder) is not null, detached.Contains(folder)),
                    Time: Directory.GetLastWriteTimeUtc(folder)))
                .OrderByDescending(entry => entry.Run.IsWritten)
                .ThenByDescending(entry => entry.Time)
                .ThenByDescending(entry => entry.Run.Name, StringComparer.Ordinal)
                .Select(entry => entry.Run),
        ];
    }

    public IFollowedRun Follow(string name) => List().Any(run => run.Name == name)
        ? new FollowedRun(Path.Combine(parent, name))
        : throw new InvalidDataException($"{name}: there is no such run");

    public LiveRun? TakeOver(string name)
    {
        var run = live().FirstOrDefault(run => run.IsDetached && Path.GetFileName(run.View.Folder) == name);
        return run?.TryAttach() == true ? run : null;
    }
}
