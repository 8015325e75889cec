// The runtime calls StartupHook.Initialize of an assembly that DOTNET_STARTUP_HOOKS names, before the program: the class has no namespace.
#pragma warning disable CA1050, MA0047

/// <summary>Lets a thread of the program fail once the command line is parsed.</summary>
internal static class StartupHook
{
    public static void Initialize() => AppDomain.CurrentDomain.AssemblyLoad += (_, load) =>
    {
        if (load.LoadedAssembly.GetName().Name != "System.CommandLine")
            return;
        var failing = new Thread(() => throw new InvalidOperationException("a thread failed"));
        failing.Start();
        failing.Join();
    };
}
