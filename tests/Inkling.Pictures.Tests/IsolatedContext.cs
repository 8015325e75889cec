using System.Reflection;
using System.Runtime.Loader;

namespace Inkling.Pictures.Tests;

/// <summary>Loads the program's own assemblies again and records their names; those of the framework are shared.</summary>
internal sealed class IsolatedContext() : AssemblyLoadContext("isolated")
{
    public List<string> Requested { get; } = [];

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        Requested.Add(assemblyName.Name!);
        var path = Path.Combine(AppContext.BaseDirectory, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        var resolver = new AssemblyDependencyResolver(typeof(IsolatedContext).Assembly.Location);
        return resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
    }
}
