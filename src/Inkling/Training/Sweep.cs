using Inkling.Data;

namespace Inkling.Training;

/// <summary>
/// Trains every combination of some lists of hyper-parameters, side by side on all cores:
/// <c>new Sweep(HyperParameters.For("mlp")) { ["lr"] = [0.01, 0.1, 1], ["seed"] = [1, 2, 3] }.Run(train, validation)</c>.
/// Each run ends with the same bits as it does alone.
/// </summary>
/// <param name="common">The hyper-parameters that all runs share. Without any list they are the only combination.</param>
public sealed class Sweep(HyperParameters common)
{
    /// <summary>The maximum number of runs of a sweep.</summary>
    public const int MaxRuns = 1000;

    private readonly Dictionary<string, object[]> _lists = [];

    /// <summary>Gets the hyper-parameters that all runs share.</summary>
    public HyperParameters Common { get; } = common;

    /// <summary>Gets the number of combinations.</summary>
    public long Count =>
        _lists.Values.Aggregate(1L, (product, values) => Math.Min(product * values.Length, int.MaxValue));

    /// <summary>
    /// Gets or sets the values of a hyper-parameter; empty where it has no list. Where optimizers are compared and learning rates are not,
    /// each optimizer has its usual one.
    /// </summary>
    /// <param name="name">The name of one of <see cref="HyperParameters.Settings"/>: "lr", "batch-size".</param>
    /// <exception cref="ArgumentException">There is no such name, or a value is not permitted or is given twice.</exception>
    public IReadOnlyList<object> this[string name]
    {
        get => _lists.GetValueOrDefault(HyperParameters.Settings[name].Name, []);
        set
        {
            var setting = HyperParameters.Settings[name];
            object[] values = [.. value.Select(setting.Convert)];
            if (values.GroupBy(one => one).FirstOrDefault(group => group.Count() > 1) is { } twice)
                throw new ArgumentException($"{name} {setting.Format(twice.Key)}: given twice, expected each value once");
            _lists.Remove(name);
            if (values.Length > 0)
                _lists.Add(name, values);
        }
    }

    /// <summary>
    /// Gets all combinations, in the order of <see cref="HyperParameters.Settings"/>: the last list varies fastest, and the other
    /// combinations are compared with the first.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// There are more than <see cref="MaxRuns"/>, or one cannot be trained (see <see cref="HyperParameters.Check"/>).
    /// </exception>
    public IReadOnlyList<HyperParameters> Combinations()
    {
        if (Count > MaxRuns)
            throw new ArgumentException($"Sweep: {Count:N0} combinations, expected at most {MaxRuns:N0}");
        IEnumerable<HyperParameters> all = [Common];
        foreach (var setting in HyperParameters.Settings.Where(setting => _lists.ContainsKey(setting.Name)))
            all = all.SelectMany(_ => _lists[setting.Name], setting.Set);
        HyperParameters[] list = [.. all];
        foreach (var combination in list)
            combination.Check();
        return list;
    }

    /// <summary>
    /// Trains all combinations, <see cref="Compute.Threads"/> at a time; the state of the caller's random numbers is kept.
    /// </summary>
    /// <param name="train">The training images.</param>
    /// <param name="validation">
    /// The validation images, the same for all runs. Not the test set: hyper-parameters that are chosen by it look better there than they
    /// are (<see cref="ImageDatasetSplits.Split"/> holds images out).
    /// </param>
    /// <param name="progress">
    /// Called with the progress, some twenty times a second and after each run; one call at a time, on the threads of the runs.
    /// </param>
    /// <param name="cancellation">Cancels the sweep; the runs that are under way are dropped.</param>
    /// <returns>
    /// The runs in the order of <see cref="Combinations"/>: all of them, or those that were complete when the sweep was cancelled.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// The combinations are at fault (see <see cref="Combinations"/>), ask for more images than there are, or for a batch larger than their
    /// images.
    /// </exception>
    public IReadOnlyList<SweepRun> Run(
        ImageDataset train, ImageDataset validation, Action<SweepProgress>? progress = null, CancellationToken cancellation = default)
    {
        var all = Combinations();
        foreach (var combination in all)
            CheckSizes(combination, train);

        // One copy of the images for each size, that the runs share. The longest runs begin first, so that none is left alone at the end.
        var sets = all.Select(h => h.DataSize ?? train.Count).Distinct().ToDictionary(size => size, train.Take);
        int[] order = [.. Enumerable.Range(0, all.Count).OrderByDescending(i => Items(all[i], train) * (all[i].Hidden ?? 1))];
        var clock = new SweepClock([.. all.Select(h => Items(h, train))], progress);
        var runs = new SweepRun?[all.Count];
        ParallelRuns.Run(order, Compute.Threads, i =>
        {
            if (cancellation.IsCancellationRequested)
                return;
            runs[i] = SweepRun.Train(
                i + 1, all[i], sets[all[i].DataSize ?? train.Count], validation, items => clock.Tell(i, items), cancellation);
            if (runs[i] is { } run)
                clock.Done(i, run);
        });
        return [.. runs.OfType<SweepRun>()];
    }

    private static long Items(HyperParameters h, ImageDataset train) => (long)h.Epochs * (h.DataSize ?? train.Count);

    private static void CheckSizes(HyperParameters h, ImageDataset train)
    {
        var images = h.DataSize ?? train.Count;
        if (images > train.Count)
            throw new ArgumentException($"data-size {images}: expected at most {train.Count}, the number of training images");
        if (h.BatchSize > images)
            throw new ArgumentException($"batch-size {h.BatchSize}: expected at most {images}, the number of training images");
    }
}
