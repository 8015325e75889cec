using System.Numerics.Tensors;
using Inkling.Nn;

namespace Inkling.Analysis;

/// <summary>
/// Projected gradient descent, the iterated form of <see cref="FastGradientSign"/>: several smaller steps along the sign of the gradient,
/// each projected to within epsilon of the image and to 0 to 1 (Kurakin, Goodfellow and Bengio, "Adversarial Machine Learning at Scale",
/// ICLR 2017, section 2; Madry et al., "Towards Deep Learning Models Resistant to Adversarial Attacks", ICLR 2018, section 2.1). It starts
/// at the image itself, without random numbers.
/// </summary>
public sealed class ProjectedGradient : Attack
{
    /// <summary>The default number of steps.</summary>
    public const int DefaultSteps = 10;

    /// <summary>Without a step size, the steps together have this many times the length of epsilon.</summary>
    private const float Reach = 2.5f;

    private readonly float? _stepSize;

    /// <summary>An attack of several steps.</summary>
    /// <param name="steps">The number of steps, at least 1.</param>
    /// <param name="stepSize">The change of a pixel in a step, above 0 and at most 1; 2.5 epsilon / steps when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no step, or the step size is not above 0 and at most 1.</exception>
    public ProjectedGradient(int steps = DefaultSteps, float? stepSize = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        if (stepSize is { } size && !(size is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(stepSize), stepSize, $"a step size of {size}, expected above 0 and at most 1");
        (Steps, _stepSize) = (steps, stepSize);
    }

    /// <inheritdoc/>
    public override string Name => "pgd";

    /// <summary>Gets the number of steps.</summary>
    public int Steps { get; }

    /// <summary>The change of a pixel in a step: the given step size, or 2.5 epsilon / steps.</summary>
    public float StepFor(float epsilon) => _stepSize ?? (Reach * epsilon / Steps);

    internal override void Move(
        Module module, ReadOnlySpan<float> clean, ReadOnlySpan<float> labels, ReadOnlySpan<float> signs, ReadOnlySpan<float> epsilons,
        Tensor moved, CancellationToken cancellation)
    {
        var now = Tensor.Empty(moved.Shape);
        clean.CopyTo(moved.Span);
        Step(clean, signs, epsilons, moved.Span);
        for (var step = 1; step < Steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            InputGradient.SignsOfLoss(module, moved, labels, now.Span, []);
            Step(clean, now.Span, epsilons, moved.Span);
        }

        now.Release();
    }

    private void Step(ReadOnlySpan<float> clean, ReadOnlySpan<float> signs, ReadOnlySpan<float> epsilons, Span<float> moved)
    {
        var size = clean.Length / epsilons.Length;
        for (var i = 0; i < epsilons.Length; i++)
        {
            var image = moved.Slice(i * size, size);
            var start = clean.Slice(i * size, size);
            TensorPrimitives.Subtract(image, start, image);
            TensorPrimitives.MultiplyAdd(signs.Slice(i * size, size), StepFor(epsilons[i]), image, image);
            TensorPrimitives.Clamp(image, -epsilons[i], epsilons[i], image);
            TensorPrimitives.Add(image, start, image);
        }

        TensorPrimitives.Clamp(moved, 0f, 1f, moved);
    }
}
