using System.Reflection;
using System.Runtime.Loader;

namespace Inkling.Pictures.Tests;

/// <summary>
/// Loads the program's own assemblies again and records their names; those of the framework are shared, and SkiaSharp, whose native part
/// calls back into one copy only.
/// </summary>
internal sealed class IsolatedContext() : AssemblyLoadContext("isolated")
{
    public List<string> Requested { get; } = [];

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        Requested.Add(assemblyName.Name!);
        var path = Path.Combine(AppContext.BaseDirectory, assemblyName.Name + ".dll");
        return File.Exists(path) && !IsShared(assemblyName.Name!) ? LoadFromAssemblyPath(path) : null;
    }

    private static bool IsShared(string assembly) => assembly is "SkiaSharp" or "HarfBuzzSharp";
}
