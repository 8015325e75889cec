using Inkling.Cli.Commands;
using Inkling.Cli.Output;
using Inkling.Data;

namespace Inkling.Cli.Runs;

/// <summary>The images of a run: for training, for validation, and the test images.</summary>
/// <param name="Data">Where they come from, with all training images that the run was given.</param>
/// <param name="Train">The training images.</param>
/// <param name="HeldOut">The training images that are held out for validation; null where the test images are used.</param>
internal sealed record RunImages(DigitData Data, ImageDataset Train, ImageDataset? HeldOut)
{
    /// <summary>The images on which each epoch is validated.</summary>
    public ImageDataset Validation => HeldOut ?? Data.Test;

    /// <summary>Their name in a column of numbers: test or valid.</summary>
    public string ValidationName => HeldOut is null ? "test" : "valid";

    /// <summary>Their name in a sentence.</summary>
    public string ValidationTitle => HeldOut is null ? "test" : "validation";

    /// <summary>Takes the first training images and holds a fraction of them out.</summary>
    /// <param name="data">Where the images come from.</param>
    /// <param name="size">The number of training images; null for all.</param>
    /// <param name="validationSplit">The fraction that is held out, rounded, at least one image; null for none.</param>
    /// <exception cref="UsageException">No image would be left to train on.</exception>
    public static RunImages Of(DigitData data, int? size = null, float? validationSplit = null)
    {
        var train = data.Train.Take(size ?? data.Train.Count);
        data = data with { Train = train };
        if (validationSplit is not { } share)
            return new RunImages(data, train, null);
        var count = Math.Max(1, (int)Math.Round(train.Count * (double)share));
        if (count >= train.Count)
        {
            throw new UsageException(
                $"--validation-split {share}: {Format.Counted(train.Count, "training image")}, "
                + "expected a split that leaves at least one to train on");
        }

        var (left, heldOut) = train.Split(count, DatasetLoader.SplitSeed);
        return new RunImages(data, left, heldOut);
    }
}
