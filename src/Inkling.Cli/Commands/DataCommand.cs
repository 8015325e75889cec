using System.CommandLine;
using Inkling.Cli.Export;
using Inkling.Cli.Output;
using Inkling.Data;
using Inkling.Training;

namespace Inkling.Cli.Commands;

/// <summary>inkling data: shows and exports data.</summary>
internal static class DataCommand
{
    private const int PreviewPerClass = 2;
    private const int BarWidth = 40;
    private static readonly Option<string> Data =
        CommonOptions.Data("The data to show [default: mnist where it can be had, else handwriting]");
    private static readonly Option<int?> Limit = CommonOptions.Limit("Use the first N training images and the first N test images only");
    private static readonly Option<bool> Preview = Options.Switch("--preview", "Show some images of each class");
    private static readonly Option<string> Export = Options.Text("--export", "Write the images into a new folder", "DIR");
    private static readonly Option<string> ExportFormat = Options.Of(
        "--format", "The format of --export: PNG files by class, or IDX files [default: png]", ValueRange.OneOf("png", "idx"));
    private static readonly Option<string> Sheet =
        Options.File("--sheet", "Write one picture with a row of 20 images for each class", "FILE.png", ".png");

    public static Command Create()
    {
        var command = new Command("data", "Show the location and the classes of data; export it.")
        {
            Data, Limit, Preview, Export, ExportFormat, Sheet,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var export = parsed.GetValue(Export);
        if (parsed.GetValue(ExportFormat) is not null && export is null)
            throw new UsageException("--format goes with --export DIR");
        if (parsed.GetValue(Sheet) is { } file)
            OutputFile.Check(file);
        using var context = CommandContext.Open(parsed);
        var screen = context.Screen;
        var data = DatasetLoader.Open(parsed.GetValue(Data), parsed.GetValue(Limit), context);
        Show(screen, data);
        if (parsed.GetValue(Preview))
            ShowPreview(screen, data.Train);
        if (parsed.GetValue(Sheet) is { } sheet)
        {
            ContactSheet.Write(data.Train, sheet);
            screen.Line($"Written: {sheet}", "green");
        }

        if (export is not null)
        {
            context.BeginSaving();
            screen.WithProgress($"writing {export}", report =>
            {
                if (parsed.GetValue(ExportFormat) == "idx")
                    DatasetExport.WriteIdx(data, export, report, context.Cancellation);
                else
                    DatasetExport.WritePng(data, export, report, context.Cancellation);
                return 0;
            });
            screen.Line($"Written: {export}, {Format.Counted(data.Train.Count + data.Test.Count, "image")}", "green");
        }

        return ExitCode.Success;
    }

    private static void Show(Screen screen, DigitData data)
    {
        screen.Line(data.Name, "bold");
        screen.Line($"from      {data.Origin.Location}");
        screen.Line($"verified  {data.Origin.Verification}");
        screen.Line($"training  {Format.Counted(data.Train.Count, "image")} of {data.Train.Rows}x{data.Train.Columns}");
        screen.Line($"test      {Format.Counted(data.Test.Count, "image")}");
        screen.Line();
        var (train, test) = (Counts(data.Train), Counts(data.Test));
        var most = Math.Max(1, train.Max());
        var rows = data.Train.ClassNames
            .Select((name, i) => new[]
            {
                name, Format.Count(train[i]), Format.Count(test[i]),
                screen.IsTerminal ? Bar.Of(train[i] / (double)most, BarWidth) : Bar.Plain(train[i] / (double)most, BarWidth),
            })
            .ToArray();
        screen.Table(["class", "training", "test", ""], rows);
        screen.Line();
    }

    private static int[] Counts(ImageDataset images)
    {
        var counts = new int[images.ClassNames.Count];
        foreach (var label in images.Labels)
            counts[label]++;
        return counts;
    }

    /// <summary>Shows some images of each class, as many side by side as fit.</summary>
    private static void ShowPreview(Screen screen, ImageDataset images)
    {
        var chosen = Enumerable.Range(0, PreviewPerClass)
            .SelectMany(_ => Enumerable.Range(0, images.ClassNames.Count), (turn, label) => IndexOf(images, label, turn))
            .Where(index => index >= 0)
            .ToArray();
        foreach (var row in chosen.Chunk(Math.Clamp(screen.Width / DigitArt.Width(images), 1, 10)))
        {
            foreach (var line in DigitArt.Lines(images, row, screen.HasColors))
                screen.Raw(line + Environment.NewLine);
            screen.Line();
        }
    }

    /// <summary>The index of the image of a class that has <paramref name="turn"/> before it, or -1.</summary>
    private static int IndexOf(ImageDataset images, int label, int turn)
    {
        var index = -1;
        do
        {
            var next = Array.IndexOf(images.Labels, (byte)label, index + 1);
            if (next < 0)
                return -1;
            index = next;
        }
        while (turn-- > 0);
        return index;
    }
}
