namespace Inkling.Pages.Tests.Hosts;

/// <summary>The repository that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>Gets the program that runs .NET.</summary>
    public static string DotNet { get; } =
        Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet";

    /// <summary>Gets the configuration that the tests were built with, such as "Release".</summary>
    public static string Configuration { get; } = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/', '\\')))!;

    private static string Root { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", ".."));

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The path of a file that the build of a project wrote.</summary>
    public static string BuiltFile(string project, string name) => PathOf("src", project, "bin", Configuration, "net10.0", name);
}
