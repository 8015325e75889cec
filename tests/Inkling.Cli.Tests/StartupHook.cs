using System.Globalization;

// The runtime calls StartupHook.Initialize of an assembly that DOTNET_STARTUP_HOOKS names, before the program: the class has no namespace.
#pragma warning disable CA1050, MA0047

/// <summary>Disturbs the program, in the way that the environment variable <see cref="Variable"/> names.</summary>
internal static class StartupHook
{
    public const string Variable = "INKLING_TEST_HOOK";

    /// <summary>A thread fails once the command line is parsed.</summary>
    public const string FailingThread = "failing-thread";

    /// <summary>All threads write 1234.5 as 1.234,5 and -1 as ~1.</summary>
    public const string Culture = "culture";

    public static Dictionary<string, string> Environment(string hook) =>
        new() { ["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location, [Variable] = hook };

    public static void Initialize()
    {
        if (System.Environment.GetEnvironmentVariable(Variable) == Culture)
            SetCulture();
        else
            AppDomain.CurrentDomain.AssemblyLoad += Fail;
    }

    private static void SetCulture()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (culture.NumberFormat.NumberDecimalSeparator, culture.NumberFormat.NumberGroupSeparator, culture.NumberFormat.NegativeSign) =
            (",", ".", "~");
        (CultureInfo.CurrentCulture, CultureInfo.DefaultThreadCurrentCulture) = (culture, culture);
    }

    private static void Fail(object? sender, AssemblyLoadEventArgs load)
    {
        if (load.LoadedAssembly.GetName().Name != "System.CommandLine")
            return;
        var failing = new Thread(() => throw new InvalidOperationException("a thread failed"));
        failing.Start();
        failing.Join();
    }
}
