namespace Inkling.Architecture.Tests;

/// <summary>The files of the repository, with paths relative to its root and forward slashes.</summary>
internal static class Repository
{
    private static readonly string[] Ignored = ["bin", "obj", "runs", ".git", "artifacts", "TestResults"];

    /// <summary>Gets the folder that holds Inkling.slnx.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Finds the source files below a folder, in order of their paths.</summary>
    /// <param name="folder">Relative to the root; "." is the root.</param>
    /// <param name="extensions">With their dots; none for all files.</param>
    public static IEnumerable<string> Files(string folder, params string[] extensions) =>
        from path in Walk(Path.Combine(Root, folder))
        where extensions.Length == 0 || extensions.Contains(Path.GetExtension(path))
        let relative = Path.GetRelativePath(Root, path).Replace('\\', '/')
        orderby relative
        select relative;

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static string[] ReadLines(string path) => File.ReadAllLines(Path.Combine(Root, path));

    private static IEnumerable<string> Walk(string folder) => Directory.EnumerateFiles(folder).Concat(
        Directory.EnumerateDirectories(folder).Where(child => !Ignored.Contains(Path.GetFileName(child))).SelectMany(Walk));

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Inkling.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Inkling.slnx is in no folder above the tests.");
        return folder;
    }
}
