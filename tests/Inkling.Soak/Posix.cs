using System.Runtime.InteropServices;

namespace Inkling.Soak;

/// <summary>Signals.</summary>
internal static partial class Posix
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Alarm = 14;
    public const int Terminate = 15;

    [LibraryImport("libc", EntryPoint = "kill")]
    public static partial int Signal(int process, int signal);
}
