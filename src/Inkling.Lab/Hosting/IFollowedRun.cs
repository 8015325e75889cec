using Inkling.Lab.Training;

namespace Inkling.Lab.Hosting;

/// <summary>A run whose files are read again and again while another process may be writing them.</summary>
public interface IFollowedRun
{
    /// <summary>Reads what was written since the last call.</summary>
    /// <returns>What the run looks like now; the object of the last call where nothing has changed.</returns>
    FollowedRunView Read();
}
