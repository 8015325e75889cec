using System.Runtime.InteropServices;
using Inkling.Cli;

// Before anything else, which would load further assemblies.
if (!Descriptors.Suffice())
    return ExitCode.Failure;

// An error of a thread that no command waits for.
AppDomain.CurrentDomain.UnhandledException += (_, unhandled) =>
    Environment.Exit(CommandLine.Fail((Exception)unhandled.ExceptionObject, "inkling", Verbose.IsRequested(args)));

// A file that outgrows ulimit -f is an error of its write, not the end of the process: SIGXFSZ is 25 on Linux and macOS. Never disposed,
// because a signal may still be on its way.
var fileSizeLimit = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create((PosixSignal)25, signal => signal.Cancel = true);
var exitCode = CommandLine.Run(args);
GC.KeepAlive(fileSizeLimit);
return exitCode;
