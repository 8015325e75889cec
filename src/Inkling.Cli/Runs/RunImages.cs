using Inkling.Cli.Commands;
using Inkling.Cli.Output;
using Inkling.Data;

namespace Inkling.Cli.Runs;

/// <summary>The images of a run: those that are learned from, those that are measured on, and the test images.</summary>
/// <param name="Data">Where they come from, with all training images that the run was given.</param>
/// <param name="Train">The images that are learned from.</param>
/// <param name="HeldOut">The training images that are held out to measure on; null where the test images are measured on.</param>
internal sealed record RunImages(DigitData Data, ImageDataset Train, ImageDataset? HeldOut)
{
    /// <summary>The images that each epoch is measured on.</summary>
    public ImageDataset Measured => HeldOut ?? Data.Test;

    /// <summary>What they are called in a column of numbers: test or valid.</summary>
    public string MeasuredName => HeldOut is null ? "test" : "valid";

    /// <summary>What they are called in a sentence.</summary>
    public string MeasuredTitle => HeldOut is null ? "test images" : "held-out training images";

    /// <summary>Takes the first training images, if only some are wanted, and holds a share of these out, if one is.</summary>
    /// <param name="data">Where the images come from.</param>
    /// <param name="size">How many training images to take; null for all.</param>
    /// <param name="validationSplit">The share of these that is held out, rounded, at least one image; null for none.</param>
    /// <exception cref="UsageException">No image would be left to learn from.</exception>
    public static RunImages Of(DigitData data, int? size, float? validationSplit)
    {
        var train = data.Train.Take(size ?? data.Train.Count);
        data = data with { Train = train };
        if (validationSplit is not { } share)
            return new RunImages(data, train, null);
        var count = Math.Max(1, (int)Math.Round(train.Count * (double)share));
        if (count >= train.Count)
        {
            throw new UsageException(
                $"--validation-split {share}: {Format.Counted(train.Count, "training image")}, expected a split that leaves at least one to learn from");
        }

        var (left, heldOut) = train.Split(count, DatasetLoader.SplitSeed);
        return new RunImages(data, left, heldOut);
    }
}
