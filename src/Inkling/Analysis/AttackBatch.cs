using Inkling.Data;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Analysis;

/// <summary>
/// A batch of images of a set that are attacked together, with the signs of the gradient of the loss of each. The model is in an
/// <see cref="EvaluationScope"/> meanwhile.
/// </summary>
/// <param name="model">The model.</param>
internal sealed class AttackBatch(TrainedModel model)
{
    /// <summary>The largest number of images.</summary>
    public const int BatchSize = DataLoaders.ValidationBatchSize;

    private readonly int _size = model.Rows * model.Columns;
    private readonly float[] _signs = PixelsOf(model);
    private readonly float[] _clean = PixelsOf(model);
    private readonly float[] _labels = new float[BatchSize];
    private readonly bool[] _right = new bool[BatchSize];
    private readonly int[] _indices = new int[BatchSize];

    // The same of the selected images, in their order.
    private readonly float[] _someSigns = PixelsOf(model);
    private readonly float[] _someClean = PixelsOf(model);
    private readonly float[] _someLabels = new float[BatchSize];

    /// <summary>Gets the number of images.</summary>
    public int Count { get; private set; }

    /// <summary>Whether an image is correctly classified without an attack.</summary>
    public bool IsCorrect(int item) => _right[item];

    /// <summary>Loads the next batch of a set, from <paramref name="first"/> on.</summary>
    public void Load(ImageDataset set, int first)
    {
        Count = Math.Min(_signs.Length / _size, set.Count - first);
        for (var i = 0; i < Count; i++)
            _indices[i] = first + i;
        var images = Images(Count);
        set.Fill(_indices.AsSpan(0, Count), images.Span, _labels);
        images.Span.CopyTo(_clean);
        InputGradient.SignsOfLoss(model.Module, images, _labels.AsSpan(0, Count), _signs.AsSpan(0, images.Length), _right.AsSpan(0, Count));
        images.Release();
    }

    /// <summary>Attacks some of the images, each with an epsilon of its own, and finds which are then misclassified.</summary>
    /// <param name="attack">The attack.</param>
    /// <param name="items">The indices of the images in the batch.</param>
    /// <param name="epsilons">The largest change of a pixel of each: [items].</param>
    /// <param name="misclassified">[items]: whether each is misclassified.</param>
    /// <param name="cancellation">Cancels the attack.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested.</exception>
    public void Try(
        Attack attack, ReadOnlySpan<int> items, ReadOnlySpan<float> epsilons, Span<bool> misclassified, CancellationToken cancellation)
    {
        for (var i = 0; i < items.Length; i++)
        {
            _clean.AsSpan(items[i] * _size, _size).CopyTo(_someClean.AsSpan(i * _size));
            _signs.AsSpan(items[i] * _size, _size).CopyTo(_someSigns.AsSpan(i * _size));
            _someLabels[i] = _labels[items[i]];
        }

        var length = items.Length * _size;
        var moved = Images(items.Length);
        attack.Move(
            model.Module, _someClean.AsSpan(0, length), _someLabels.AsSpan(0, items.Length), _someSigns.AsSpan(0, length), epsilons, moved,
            cancellation);
        using var _ = new NoGrad();
        var logits = model.Module.ForwardOwned(moved, out var isOwned);
        var classes = logits.Shape[1];
        for (var i = 0; i < items.Length; i++)
            misclassified[i] = ArgMax.Of(logits.Span.Slice(i * classes, classes)) != (int)_someLabels[i];
        if (isOwned)
            logits.Release();
        moved.Release();
    }

    private static float[] PixelsOf(TrainedModel model) =>
        new float[DataLoaders.ValidationBatchSizeOf(model.Rows, model.Columns) * model.Rows * model.Columns];

    private Tensor Images(int count) => Tensor.Empty(new Shape(count, 1, model.Rows, model.Columns));
}
