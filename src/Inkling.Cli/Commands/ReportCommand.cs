using System.CommandLine;
using System.Text;
using Inkling.Cli.Output;
using Inkling.Cli.Reports;
using Inkling.Figures.Report;
using Inkling.Formats;

namespace Inkling.Cli.Commands;

/// <summary>inkling report: a page about a trained network.</summary>
internal static class ReportCommand
{
    private const string FileName = "report.html";
    private const int Stages = 6;

    private static readonly Argument<string> Run = ModelLoader.Argument();

    private static readonly Option<string> Out = Options.Text("--out", "The HTML file to write [default: RUN/report.html]", "FILE");
    private static readonly Option<string> Data =
        CommonOptions.Data("The data whose test images are reported on [default: the data of the run]");
    private static readonly Option<int?> Attacked = Options.Whole(
        "--attack-images", "Attack the first N test images [default: 500, or 100 where the network has a million parameters]");

    public static Command Create()
    {
        var command = new Command("report", "Write a page about a trained network: curves, misclassifications, calibration, attacks.")
        {
            Run, Out, Data, CommonOptions.TestLimit, Attacked, CommonOptions.Threads, CommonOptions.Json,
        };
        command.SetAction(Execute);
        return command;
    }

    private static int Execute(ParseResult parsed)
    {
        using var context = CommandContext.Open(parsed);
        var (file, model) = ModelLoader.Load(parsed.GetValue(Run), context);
        var target = parsed.GetValue(Out) ?? Path.Combine(Path.GetDirectoryName(file) ?? "", FileName);
        OutputFile.Check(target);

        var subject = RunLoader.Read(file, model, parsed.GetValue(Data), parsed.GetValue(CommonOptions.TestLimit), context);
        subject = subject with { AttackedImages = parsed.GetValue(Attacked) };
        var report = context.Screen.WithProgress("report", progress => MakeReport(file, subject, progress, context.Cancellation));
        var page = Encoding.UTF8.GetBytes(ReportPage.Render(report));
        context.Cancellation.ThrowIfCancellationRequested();
        ErrorHandling.Naming(target, () => AtomicFile.Write(target, stream => stream.Write(page)));
        if (context.IsJson)
            Json.Print(writer => ReportJson.Write(writer, report, target, page.Length));
        else
            Show(context.Screen, report, target, page.Length);
        return ExitCode.Success;
    }

    private static RunReport MakeReport(string file, ReportSubject subject, ProgressReport progress, CancellationToken cancellation)
    {
        var done = 0;
        try
        {
            var report = RunReport.Of(subject, stage => progress.Report(++done / (double)Stages, stage), cancellation);
            return double.IsNaN(report.Predictions.Loss) ? throw ModelLoader.OutputIsNaN(file, subject.Data) : report;
        }
        catch (ArgumentException error)
        {
            throw new CliException($"{file}: {error.Message}", error);
        }
    }

    private static void Show(Screen screen, RunReport report, string target, int bytes)
    {
        screen.Line(Findings.Accuracy(report), "bold");
        screen.Line(Findings.Training(report));
        screen.Line(Findings.Confusion(report));
        screen.Line(Findings.Calibration(report));
        screen.Line(Findings.Attack(report));
        screen.Line();
        screen.Line($"The report is {target} ({Format.Count(bytes / 1024)} KiB); it opens in any browser.", "bold");
    }
}
