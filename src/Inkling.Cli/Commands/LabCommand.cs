using System.CommandLine;
using System.Net;
using Inkling.Cli.Lab;
using Inkling.Lab.Hosting;
using Inkling.Server.Lab;
using Microsoft.Extensions.DependencyInjection;

namespace Inkling.Cli.Commands;

/// <summary>inkling lab: the pages on which a digit is drawn and read, and a network is trained.</summary>
internal static class LabCommand
{
    private static readonly Argument<string> Run = ModelLoader.Argument();

    private static readonly Option<int?> Port = Options.Whole("--port", "The port on this machine [default: a free one]", 1, 65535);
    private static readonly Option<bool> NoBrowser = Options.Switch("--no-browser", "Do not open a browser");

    public static Command Create()
    {
        var command = new Command("lab", "Open pages in the browser: draw a digit, follow every number, train while you watch.")
        {
            Run, Port, NoBrowser, CommonOptions.Threads,
        };
        command.SetAction(ExecuteAsync);
        return command;
    }

    private static async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        using var context = CommandContext.Open(parsed);
        context.BeginSaving();
        var models = new LabModels(parsed.GetValue(Run), context);
        using var training = new FolderTraining();
        var port = parsed.GetValue(Port) ?? 0;
        try
        {
            await LabServer.RunAsync(
                port, services => services.AddSingleton<IModelSource>(models).AddSingleton<ITrainingHost>(training), Started,
                context.Cancellation);
        }
        catch (IOException error) when (ListenError.IsCauseOf(error))
        {
            throw ListenError.Of(error, new IPEndPoint(IPAddress.Loopback, port), "without --port one is picked");
        }

        return ExitCode.Success;

        void Started(string address)
        {
            context.Screen.Line($"The lab is at {address}/; Ctrl+C ends it.");
            if (!parsed.GetValue(NoBrowser))
                BrowserWindow.Open(address);
        }
    }
}
