namespace Inkling.Data;

/// <summary>Images of one size with a class each, as bytes: 0 is background and 255 is full ink, as in MNIST.</summary>
public sealed partial class ImageDataset : Dataset
{
    private ulong? _contentHash;

    /// <summary>Wraps the arrays, which are not copied.</summary>
    /// <param name="name">The name of the set in reports, such as "MNIST train".</param>
    /// <param name="pixels">[N, rows, columns] bytes.</param>
    /// <param name="labels">[N] class indices.</param>
    /// <param name="classNames">The name of each class, such as "0" to "9".</param>
    /// <param name="rows">The number of rows of an image, at least 1.</param>
    /// <param name="columns">The number of columns of an image, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
    /// <exception cref="ArgumentException">The counts do not fit together, or a label is not the index of a class.</exception>
    public ImageDataset(
        string name, byte[] pixels, byte[] labels, IReadOnlyList<string> classNames, int rows = MnistNormalizer.Size,
        int columns = MnistNormalizer.Size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        if (pixels.LongLength != (long)labels.Length * rows * columns)
            throw new ArgumentException(
                $"{name}: {pixels.LongLength} pixel bytes for {labels.Length} images of {rows} x {columns}", nameof(pixels));
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] >= classNames.Count)
                throw new ArgumentException(
                    $"{name}: label {labels[i]} of image {i} is not one of {classNames.Count} classes", nameof(labels));
        }

        (Name, Pixels, Labels, ClassNames, Rows, Columns) = (name, pixels, labels, classNames, rows, columns);
    }

    /// <summary>Gets the class names of the ten digits, "0" to "9".</summary>
    public static IReadOnlyList<string> Digits { get; } = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    /// <summary>Gets the name of the set in reports.</summary>
    public string Name { get; }

    /// <summary>Gets the pixels, [N, rows, columns] bytes.</summary>
    public byte[] Pixels { get; }

    /// <summary>Gets the class indices, [N] bytes.</summary>
    public byte[] Labels { get; }

    /// <summary>Gets the name of each class.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Gets the number of rows of an image.</summary>
    public int Rows { get; }

    /// <summary>Gets the number of columns of an image.</summary>
    public int Columns { get; }

    /// <inheritdoc/>
    public override int Count => Labels.Length;

    /// <summary>Gets the shape of an image: [1, rows, columns].</summary>
    public override Shape ItemShape => new(1, Rows, Columns);

    /// <summary>Gets the pixels of one image, [rows, columns] bytes.</summary>
    /// <param name="index">The index, 0 to <see cref="Count"/> - 1.</param>
    public ReadOnlySpan<byte> Image(int index) => Pixels.AsSpan(checked(index * Rows * Columns), Rows * Columns);

    /// <inheritdoc/>
    /// <remarks>Computed once, from pixels and labels.</remarks>
    public override ulong ContentHash => _contentHash ??= HashContent();

    /// <summary>Copies images as floats from 0 (background) to 1 (ink), each byte divided by 255, and labels as class indices.</summary>
    public override void Fill(ReadOnlySpan<int> indices, Span<float> inputs, Span<float> labels)
    {
        Kernels.Pixels.Gather(Pixels, indices, inputs, Rows * Columns);
        for (var i = 0; i < indices.Length; i++)
            labels[i] = Labels[indices[i]];
    }

    private ulong HashContent()
    {
        var hash = new Formats.ContentHash();
        hash.Add(Pixels);
        hash.Add(Labels);
        return hash.Value;
    }
}
