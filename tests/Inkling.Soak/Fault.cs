namespace Inkling.Soak;

/// <summary>What is wrong with the machine for one process, or for a while.</summary>
/// <param name="Name">Its name in the log and the counts.</param>
internal sealed record Fault(string Name)
{
    public static Fault None { get; } = new("none");

    /// <summary>The command in front of the program.</summary>
    public string[] Wrapper { get; init; } = [];

    /// <summary>The variables of its environment.</summary>
    public Dictionary<string, string> Environment { get; init; } = [];

    /// <summary>Whether the program may end with an error because of it.</summary>
    public bool MayFail { get; init; }

    /// <summary>
    /// Whether the .NET runtime itself may fail to load its assemblies, those that write to standard error too, which no code of the
    /// program can prevent.
    /// </summary>
    public bool MayEndTheRuntime { get; init; }
}
