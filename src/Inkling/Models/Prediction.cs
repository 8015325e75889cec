namespace Inkling.Models;

/// <summary>The probabilities that a model gives to the classes for one image, and what follows from them.</summary>
public sealed class Prediction
{
    private readonly float[] _probabilities;
    private readonly float[] _logits;
    private readonly ReadOnlyMemory<float> _image;

    /// <summary>The probabilities of one image.</summary>
    /// <param name="classNames">The name of each class, at least one.</param>
    /// <param name="probabilities">[classes]: the probability of each class, 0 to 1 or NaN.</param>
    /// <param name="label">The index of the true class, where it is known.</param>
    /// <exception cref="ArgumentException">There is no class, or not one probability for each.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The label is not one of the classes.</exception>
    public Prediction(IReadOnlyList<string> classNames, ReadOnlySpan<float> probabilities, int? label = null)
        : this(classNames, probabilities.ToArray(), ArgMax(probabilities), [], default, label)
    {
    }

    private Prediction(
        IReadOnlyList<string> classNames, float[] probabilities, int? predicted, float[] logits, ReadOnlyMemory<float> image, int? label)
    {
        if (classNames.Count == 0 || probabilities.Length != classNames.Count)
        {
            throw new ArgumentException(
                $"Prediction: {probabilities.Length} probabilities for {classNames.Count} classes, expected one for each of at least one",
                nameof(probabilities));
        }

        if (label is { } actual && (uint)actual >= (uint)classNames.Count)
            throw new ArgumentOutOfRangeException(
                nameof(label), label, $"Prediction: label {actual}, expected 0 to {classNames.Count - 1}");
        (ClassNames, _probabilities, Class) = (classNames, probabilities, predicted);
        (_logits, _image, Label) = (logits, image, label);
    }

    /// <summary>The name of each class.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The probability of each class: [classes].</summary>
    public ReadOnlySpan<float> Probabilities => _probabilities;

    /// <summary>The logits that the probabilities were computed from: [classes]; empty where they were not kept.</summary>
    public ReadOnlySpan<float> Logits => _logits;

    /// <summary>
    /// The index of the predicted class: the most probable one, the first of equal ones; null where a probability is NaN.
    /// </summary>
    public int? Class { get; }

    /// <summary>The name of the predicted class; null where there is none.</summary>
    public string? ClassName => Class is { } predicted ? ClassNames[predicted] : null;

    /// <summary>The probability of the predicted class; NaN where there is none.</summary>
    public float Confidence => Class is { } predicted ? _probabilities[predicted] : float.NaN;

    /// <summary>The index of the true class, where it is known.</summary>
    public int? Label { get; }

    /// <summary>The name of the true class, where it is known.</summary>
    public string? LabelName => Label is { } actual ? ClassNames[actual] : null;

    /// <summary>Whether the predicted class is the true one; null where that is not known.</summary>
    public bool? IsCorrect => Label is { } actual ? actual == Class : null;

    /// <summary>
    /// The image as the model was given it, [rows, columns] from 0 (background) to 1 (ink); empty where it was not kept.
    /// </summary>
    public ReadOnlySpan<float> Image => _image.Span;

    /// <summary>The same prediction for an image whose true class is known, or no longer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The label is not one of the classes.</exception>
    public Prediction WithLabel(int? label) => new(ClassNames, _probabilities, Class, _logits, _image, label);

    /// <summary>"7 (98.3 %)".</summary>
    public override string ToString() => Class is null ? "none (NaN)" : $"{ClassName} ({100 * Confidence:0.0} %)";

    /// <summary>A prediction whose class is that of the largest logit, also where rounding makes probabilities equal.</summary>
    /// <param name="classNames">The name of each class, at least one.</param>
    /// <param name="logits">[classes].</param>
    /// <param name="probabilities">[classes], the softmax of the logits.</param>
    /// <param name="image">[rows, columns], what the logits were computed from; or empty.</param>
    /// <param name="label">The index of the true class, where it is known.</param>
    internal static Prediction FromLogits(
        IReadOnlyList<string> classNames, ReadOnlySpan<float> logits, ReadOnlySpan<float> probabilities, ReadOnlyMemory<float> image,
        int? label) =>
        new(classNames, probabilities.ToArray(), ArgMax(probabilities) is null ? null : ArgMax(logits), logits.ToArray(), image, label);

    /// <summary>The index of the first of the largest values; null where a value is NaN, or there is none.</summary>
    private static int? ArgMax(ReadOnlySpan<float> values)
    {
        int? largest = null;
        for (var i = 0; i < values.Length; i++)
        {
            if (float.IsNaN(values[i]))
                return null;
            if (largest is null || values[i] > values[largest.Value])
                largest = i;
        }

        return largest;
    }
}
