using System.CommandLine;
using Inkling.Cli.Output;
using Inkling.Cli.Sweeps;
using Inkling.Data;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Cli.Commands;

/// <summary>The options of inkling sweep that say what its runs compute: a model, data, and lists of the other hyper-parameters.</summary>
internal static class SweepOptions
{
    /// <summary>One training image in so many is held out for validation.</summary>
    private const int HeldOutShare = 6;

    private static readonly SettingOptions<HyperParameters> Model =
        new([HyperParameters.Settings["model"]], [.. ModelCatalog.Names.Select(HyperParameters.For)]);

    private static readonly (string Name, Option<object[]> Option)[] Lists =
        [.. HyperParameters.Settings.Where(setting => setting.Name != "model").Select(setting => (setting.Name, Options.ListOf(setting)))];

    private static readonly Option<string> Data =
        CommonOptions.Data("The data to train on [default: mnist where it can be had, else handwriting]");

    private static readonly Option<int?> Limit =
        CommonOptions.Limit("Use the first N training images only, of which some are held out");

    public static IEnumerable<Option> All => [.. Model.All, .. Lists.Select(list => list.Option), Data, Limit];

    /// <summary>Reads what is compared, and checks it before any data is opened.</summary>
    /// <exception cref="UsageException">Nothing is compared, there are too many runs, or the model has not what is chosen.</exception>
    public static Sweep Read(ParseResult parsed)
    {
        var given = Lists.Where(list => parsed.GetValue(list.Option) is { Length: > 0 }).ToArray();
        if (given.Length == 0)
        {
            var names = string.Join(", ", Lists.Select(list => list.Option.Name));
            throw new UsageException($"nothing to compare, expected a list such as --lr 0.01,0.1,1 ({names})");
        }

        var sweep = new Sweep(Model.Apply(parsed, HyperParameters.For(ModelCatalog.Names.First())));
        foreach (var (name, option) in given)
            sweep[name] = parsed.GetValue(option)!;
        if (sweep.Count > Sweep.MaxRuns)
        {
            int[] counts = [.. given.Select(list => sweep[list.Name].Count).Where(count => count > 1)];
            var product = counts.Length > 1 ? $"{string.Join(" x ", counts)} combinations are " : "";
            throw new UsageException($"{product}{Format.Count(sweep.Count)} runs, expected at most {Format.Count(Sweep.MaxRuns)}");
        }

        foreach (var combination in sweep.Combinations())
            TrainOptions.Checked(combination);
        return sweep;
    }

    /// <summary>Opens the data and holds out some of the training images for validation.</summary>
    /// <exception cref="UsageException">
    /// There are fewer images than a data size or a batch size, or a model is too large for the images.
    /// </exception>
    public static SweepPlan Open(ParseResult parsed, Sweep sweep, CommandContext context)
    {
        var source = parsed.GetValue(Data);
        var data = DatasetLoader.Open(ModelCatalog.Find(sweep.Common.Model), source, parsed.GetValue(Limit), context);
        var images = data.Train;
        foreach (var combination in sweep.Combinations())
            _ = TrainOptions.Checked(combination, images);
        if (images.Count < 2)
            throw new CliException(
                $"{data.Name}: {Format.Counted(images.Count, "training image")}, expected at least 2: one to train on, one to validate on");
        var (train, validation) = images.Split(Math.Max(1, images.Count / HeldOutShare), DatasetLoader.SplitSeed);
        sweep["data-size"] = [.. SizesFor([.. sweep["data-size"].Cast<int>()], train.Count, images.Count)];
        var smallest = sweep["data-size"].Cast<int>().DefaultIfEmpty(train.Count).Min();
        if (sweep["batch-size"] is [])
            sweep["batch-size"] = [Math.Min(sweep.Common.BatchSize, smallest)];
        else
            _ = TrainOptions.BatchSizeFor(sweep["batch-size"].Cast<int>().Max(), isGiven: true, smallest);
        return new SweepPlan(sweep, sweep.Combinations(), data, DatasetLoader.Source(source, data), train, validation);
    }

    /// <summary>A size of all images means all of those that are not held out.</summary>
    private static IEnumerable<object> SizesFor(int[] sizes, int left, int all)
    {
        if (sizes.FirstOrDefault(size => size > all) is > 0 and var tooMany)
            throw new UsageException($"--data-size {tooMany}: expected at most {all}, the number of training images");
        int[] taken = [.. sizes.Select(size => Math.Min(size, left))];
        return taken.Distinct().Count() == taken.Length
            ? taken.Cast<object>()
            : throw new UsageException(
                $"--data-size {string.Join(',', sizes)}: expected one size from {left} up: "
                + $"{all - left} of {all} training images are held out");
    }
}
