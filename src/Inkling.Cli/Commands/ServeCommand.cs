using System.CommandLine;
using System.Net;
using Inkling.Cli.Runs;
using Inkling.Models;
using Inkling.Server.Serve;
using Inkling.Training;

namespace Inkling.Cli.Commands;

/// <summary>inkling serve: predictions for other programs, over HTTP.</summary>
internal static class ServeCommand
{
    /// <summary>The environment variable with the token, which a command line would show to other users.</summary>
    public const string TokenVariable = "INKLING_TOKEN";

    private const int MinimumTokenLength = 16;

    private static readonly Argument<string> Run = ModelLoader.Argument();
    private static readonly Option<int?> Port = Options.Whole(
        "--port", $"The port, 0 for one that is free [default: {ServerOptions.DefaultPort}]", 0, ushort.MaxValue);

    private static readonly Option<string> Listen = Options.Text(
        "--listen", $"The IP address; with one that others reach, {TokenVariable} or --token-file is required [default: 127.0.0.1]",
        "ADDRESS");

    private static readonly Option<string[]> HostName = new("--host-name")
    {
        Description = "A further name under which the server is reached; may be repeated",
        HelpName = "NAME",
    };

    private static readonly Option<string> TokenFile = Options.Text(
        "--token-file", $"A file with the token that requests have to present [default: the variable {TokenVariable}]", "FILE");

    private static readonly Option<int?> Rate = Options.Whole("--rate", "The most requests per second of one client [default: any number]");
    private static readonly Option<int?> Concurrency = Options.Whole(
        "--concurrency", $"The most requests at a time [default: {new ServerOptions().MaximumRequests}]");

    private static readonly Option<string> Log = Options.Of(
        "--log", "The log on standard error [default: text]", ValueRange.OneOf(KebabCase.Names<LogFormat>()));

    private static readonly Option<bool> LogRequests = Options.Switch("--log-requests", "Log each request");

    public static Command Create()
    {
        var command = new Command("serve", "Serve predictions to other programs, over HTTP.")
        {
            Run, Port, Listen, HostName, TokenFile, Rate, Concurrency, Log, LogRequests, CommonOptions.Threads,
        };
        command.SetAction(Execute);
        return command;
    }

    private static int Execute(ParseResult parsed)
    {
        using var context = CommandContext.Open(parsed);
        var options = OptionsOf(parsed);
        var run = parsed.GetValue(Run);
        ServeAsync(SourceOf(run, context), options, context).GetAwaiter().GetResult();
        return ExitCode.Success;
    }

    private static async Task ServeAsync(ModelSource source, ServerOptions options, CommandContext context)
    {
        await using var server = await StartAsync(source, options, context.Cancellation);
        context.Screen.Line($"Serving on {server.Address} (Ctrl+C stops)");

        // Requests that have begun are answered first.
        context.BeginSaving();
        var stop = new TaskCompletionSource();
        await using (context.Cancellation.Register(stop.SetResult))
            await stop.Task;
        await server.StopAsync();
    }

    private static async Task<PredictionServer> StartAsync(ModelSource source, ServerOptions options, CancellationToken cancellation)
    {
        try
        {
            return await PredictionServer.StartAsync(source, options, cancellation);
        }
        catch (Exception error) when (ListenError.IsCauseOf(error))
        {
            throw ListenError.Of(error, new IPEndPoint(options.Address, options.Port), "--port 0 picks one");
        }
    }

    private static ModelSource SourceOf(string? run, CommandContext context) =>
        new(() => RunFolder.FindModel(run), path => ModelLoader.LoadForPictures(path == PretrainedModel.Name ? run : path, context).Model);

    private static ServerOptions OptionsOf(ParseResult parsed)
    {
        var defaults = new ServerOptions();
        var options = defaults with
        {
            Address = AddressOf(parsed.GetValue(Listen)) ?? defaults.Address,
            Port = parsed.GetValue(Port) ?? defaults.Port,
            HostNames = parsed.GetValue(HostName) ?? [],
            Token = TokenOf(parsed.GetValue(TokenFile)),
            RequestsPerSecond = parsed.GetValue(Rate),
            MaximumRequests = parsed.GetValue(Concurrency) ?? defaults.MaximumRequests,
            Log = KebabCase.TryParse<LogFormat>(parsed.GetValue(Log), out var log) ? log : defaults.Log,
            LogRequests = parsed.GetValue(LogRequests),
        };
        if (IPAddress.IsLoopback(options.Address))
            return options;
        if (options.Token is null)
        {
            throw new UsageException(
                $"--listen {options.Address}: other machines reach it, expected a token in {TokenVariable} or --token-file");
        }

        var isAny = options.Address.Equals(IPAddress.Any) || options.Address.Equals(IPAddress.IPv6Any);
        return isAny && options.HostNames.Count == 0
            ? throw new UsageException($"--listen {options.Address}: expected --host-name, the name under which the server is reached")
            : options;
    }

    private static IPAddress? AddressOf(string? text) => text is null
        ? null
        : IPAddress.TryParse(text, out var address)
            ? address
            : throw new UsageException($"--listen {text}: expected an IP address, such as 127.0.0.1");

    private static string? TokenOf(string? file)
    {
        var token = file is null
            ? Environment.GetEnvironmentVariable(TokenVariable)
            : ErrorHandling.Naming(file, () => File.ReadAllText(file).Trim());
        if (string.IsNullOrEmpty(token) && file is null)
            return null;
        return token!.Length >= MinimumTokenLength && token.All(character => character is > ' ' and <= '~')
            ? token
            : throw new CliException(
                $"{file ?? TokenVariable}: not a token, expected at least {MinimumTokenLength} ASCII characters without spaces");
    }
}
