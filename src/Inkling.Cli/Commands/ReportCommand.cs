using System.CommandLine;
using System.Text;
using Inkling.Cli.Output;
using Inkling.Cli.Reports;
using Inkling.Figures.Report;
using Inkling.Formats;

namespace Inkling.Cli.Commands;

/// <summary>inkling report: everything that can be seen of a trained network, on one page.</summary>
internal static class ReportCommand
{
    private const string FileName = "report.html";
    private const int Stages = 6;

    private static readonly Argument<string> Run = ModelLoader.Argument();

    private static readonly Option<string> Out = Values.Text("--out", "The HTML file to write [default: RUN/report.html]", "FILE");
    private static readonly Option<string> Data = DatasetLoader.Option("Whose test images to report on [default: the data of the run]");
    private static readonly Option<int?> Limit = DatasetLoader.LimitOption("Take only the first N test images");
    private static readonly Option<int?> Attacked =
    Values.Whole(
    "--attack-images", "Attack the first N test images [default: 500, or 100 where the network has a million parameters]", 1, int.MaxValue);
    private static readonly Option<int?> Threads =
        Values.Whole("--threads", "Threads to work with; the result is the same [default: one per processor]", 1, 256);
    private static readonly Option<bool> AsJson = Values.Switch("--json", "Print the numbers of the report as one JSON object");

    public static Command Create()
    {
        var command = new Command("report", "Write a page about a trained network: data, curves, mistakes, calibration, attacks, weights.")
        {
            Run, Out, Data, Limit, Attacked, Threads, AsJson,
        };
        command.SetAction(Execute);
        return command;
    }

    private static int Execute(ParseResult parsed)
    {
        var json = parsed.GetValue(AsJson);
        var screen = Screen.Open(json);
        using var interruption = new Interruption();
        if (parsed.GetValue(Threads) is { } threads)
            Compute.Threads = threads;
        var (file, model) = ModelLoader.Read(parsed.GetValue(Run));
        var target = parsed.GetValue(Out) ?? Path.Combine(Path.GetDirectoryName(file) ?? "", FileName);
        OutputFile.Check(target);

        var subject = RunLoader.Read(file, model, parsed.GetValue(Data), parsed.GetValue(Limit), screen, json, interruption.Token);
        subject = subject with { AttackedImages = parsed.GetValue(Attacked) };
        var report = screen.WithProgress("report", progress => MakeReport(file, subject, progress, interruption.Token));
        var page = Encoding.UTF8.GetBytes(ReportPage.Render(report));
        interruption.Token.ThrowIfCancellationRequested();
        Failures.Naming(target, () => AtomicFile.Write(target, stream => stream.Write(page)));
        if (json)
            Json.Print(writer => ReportJson.Write(writer, report, target, page.Length));
        else
            Show(screen, report, target, page.Length);
        return ExitCode.Done;
    }

    private static RunReport MakeReport(string file, ReportSubject subject, ProgressReport progress, CancellationToken cancellation)
    {
        var done = 0;
        try
        {
            return RunReport.Of(subject, stage => progress.Report(++done / (double)Stages, stage), cancellation);
        }
        catch (ArgumentException error)
        {
            throw new CliException($"{file}: {error.Message}", error);
        }
    }

    private static void Show(Screen screen, RunReport report, string target, int bytes)
    {
        screen.Line(Findings.Accuracy(report), "bold");
        foreach (var finding in (string[])[Findings.Training(
            report), Findings.Confusion(report), Findings.Calibration(report), Findings.Attack(report)])
            screen.Line(finding);
        screen.Line();
        screen.Line($"The report is {target} ({Format.Count(bytes / 1024)} KiB); it opens in any browser.", "bold");
    }
}
