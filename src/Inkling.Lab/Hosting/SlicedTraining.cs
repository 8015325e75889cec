using Inkling.Data;
using Inkling.Lab.Training;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Lab.Hosting;

/// <summary>Trains on the one thread of a page, in slices between which the page answers.</summary>
public sealed class SlicedTraining : InMemoryTraining
{
    private const int DefaultImages = 3000;

    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(30);

    /// <inheritdoc/>
    public override TrainingSettings Defaults => new()
    {
        Data = "handwriting",
        Limit = DefaultImages,
        HyperParameters = HyperParameters.For(ModelCatalog.Names.First()),
    };

    /// <inheritdoc/>
    public override IReadOnlyList<string> DataNames => ["handwriting"];

    /// <inheritdoc/>
    public override bool OpensPaths => false;

    /// <inheritdoc/>
    public override TimeSpan ChartInterval => TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override TrainingRunOptions Options { get; } = new()
    {
        MemoryBudget = 64 << 20,
        StatesPerEpoch = 10,
        SampleSize = 200,
        InParts = true,
    };

    /// <inheritdoc/>
    protected override async Task<DigitData> LoadAsync(TrainingSettings settings)
    {
        var train = await Handwriting.TrainAsync(settings.GeneratedTrainCount).ConfigureAwait(false);
        var test = await Handwriting.TestAsync(settings.GeneratedTestCount).ConfigureAwait(false);
        return new DigitData("handwriting", train, test, new DataOrigin("generated", "generated on this page"));
    }

    /// <inheritdoc/>
    protected override void Schedule(LiveRun run) => _ = TrainAsync(run);

    private static async Task TrainAsync(LiveRun run)
    {
        while (run.Turn(Slice) is var activity && activity != RunActivity.Ended)
            await (activity == RunActivity.Waiting ? run.WaitForCommandAsync() : Task.Delay(1)).ConfigureAwait(false);
    }
}
