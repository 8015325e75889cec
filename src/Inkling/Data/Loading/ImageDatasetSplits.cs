namespace Inkling.Data;

/// <summary>Takes parts of an <see cref="ImageDataset"/>: its first images, selected images, and a validation set.</summary>
public static class ImageDatasetSplits
{
    /// <summary>Takes the first images of a set, or all of them where there are not that many. The bytes are copied.</summary>
    /// <param name="dataset">The set to take from.</param>
    /// <param name="count">The largest number of images, 0 or more.</param>
    /// <returns>A set with the same name and classes.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public static ImageDataset Take(this ImageDataset dataset, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count >= dataset.Count)
            return dataset;
        var size = dataset.Rows * dataset.Columns;
        return new ImageDataset(
            dataset.Name, dataset.Pixels[..(count * size)], dataset.Labels[..count], dataset.ClassNames, dataset.Rows, dataset.Columns);
    }

    /// <summary>Selects the images at <paramref name="indices"/>, in that order. The bytes are copied.</summary>
    /// <param name="dataset">The set to select from.</param>
    /// <param name="indices">Indices, each 0 to <see cref="ImageDataset.Count"/> - 1; an index may occur more than once.</param>
    /// <param name="name">The name of the new set, or null for the name of <paramref name="dataset"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range.</exception>
    public static ImageDataset Select(this ImageDataset dataset, ReadOnlySpan<int> indices, string? name = null)
    {
        var size = dataset.Rows * dataset.Columns;
        var pixels = new byte[checked(indices.Length * size)];
        var labels = new byte[indices.Length];
        for (var i = 0; i < indices.Length; i++)
        {
            var index = indices[i];
            if ((uint)index >= (uint)dataset.Count)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(indices), index, $"{dataset.Name}: index {index} is given, 0 to {dataset.Count - 1} are expected");
            }

            dataset.Image(index).CopyTo(pixels.AsSpan(i * size, size));
            labels[i] = dataset.Labels[index];
        }

        return new ImageDataset(name ?? dataset.Name, pixels, labels, dataset.ClassNames, dataset.Rows, dataset.Columns);
    }

    /// <summary>
    /// Splits off a validation set: the order is shuffled by <paramref name="seed"/>, the first <paramref name="heldOut"/> images of it
    /// become the validation set and the rest the training set. No image is in both.
    /// </summary>
    /// <param name="dataset">The set to split.</param>
    /// <param name="heldOut">The number of images to hold out, 1 to <see cref="ImageDataset.Count"/> - 1.</param>
    /// <param name="seed">The seed of the split.</param>
    /// <returns>The training set, with the name of the set, and the validation set, named "..., held out".</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="heldOut"/> leaves one set empty.</exception>
    public static (ImageDataset Train, ImageDataset Validation) Split(this ImageDataset dataset, int heldOut, ulong seed)
    {
        if (heldOut < 1 || heldOut >= dataset.Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(heldOut), heldOut,
                $"{dataset.Name}: {heldOut} of {dataset.Count} images to hold out, 1 to {dataset.Count - 1} are expected");
        }

        var order = new int[dataset.Count];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        new RandomStream(seed).Shuffle(order);
        return (dataset.Select(order.AsSpan(heldOut)), dataset.Select(order.AsSpan(0, heldOut), dataset.Name + ", held out"));
    }
}
