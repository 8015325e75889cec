using System.Numerics.Tensors;

namespace Inkling.Analysis;

/// <summary>
/// Integrated gradients: (x - x') times the integral of dz/dx along the straight line from a baseline image x' to the image x
/// (Sundararajan, Taly and Yan, "Axiomatic Attribution for Deep Networks", ICML 2017, equation 1). The attributions add up to the output z
/// for the image less that for the baseline (proposition 1, completeness).
/// </summary>
/// <remarks>
/// The integral is approximated by the midpoint rule; <see cref="Attribution.CompletenessGap"/> is the error of the sum. A pixel with the
/// value of the baseline gets 0.
/// </remarks>
public sealed class IntegratedGradients : AttributionMethod
{
    /// <summary>The default number of steps.</summary>
    public const int DefaultSteps = 32;

    /// <summary>Integrated gradients along a line from an image of one value.</summary>
    /// <param name="steps">The number of points of the line at which the gradient is computed, at least 1.</param>
    /// <param name="baseline">The value of all pixels of the baseline, 0 to 1; 0 is the empty image.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no step, or the baseline is not from 0 to 1.</exception>
    public IntegratedGradients(int steps = DefaultSteps, float baseline = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        Require.UnitInterval(baseline, "a baseline", nameof(baseline));
        (Steps, Baseline) = (steps, baseline);
    }

    /// <inheritdoc/>
    public override string Name => "integrated-gradients";

    /// <inheritdoc/>
    public override string Title => "Integrated gradients";

    /// <summary>Gets the number of points at which the gradient is computed.</summary>
    public int Steps { get; }

    /// <summary>Gets the value of all pixels of the baseline.</summary>
    public float Baseline { get; }

    internal override Attribution Compute(AttributionInput input)
    {
        var difference = new float[input.Image.Length];
        TensorPrimitives.Subtract(input.Image, Baseline, difference);
        var values = new float[difference.Length];
        for (var first = 0; first < Steps; first += input.BatchSize)
        {
            input.Cancellation.ThrowIfCancellationRequested();
            AddGradients(input, difference, first, Math.Min(input.BatchSize, Steps - first), values);
        }

        TensorPrimitives.Divide(values, Steps, values);
        TensorPrimitives.Multiply(values, difference, values);
        return new Attribution(input, this, values) { BaselineOutput = BaselineOutput(input) };
    }

    /// <summary>Adds the gradients at some of the points of the line.</summary>
    private void AddGradients(AttributionInput input, ReadOnlySpan<float> difference, int first, int count, Span<float> sum)
    {
        var points = Tensor.Empty(input.BatchOf(count));
        var gradients = new float[points.Length];
        for (var i = 0; i < count; i++)
        {
            var point = points.Span.Slice(i * difference.Length, difference.Length);
            TensorPrimitives.Multiply(difference, (first + i + 0.5f) / Steps, point);
            TensorPrimitives.Add(point, Baseline, point);
        }

        input.GradientOf(points, gradients);
        points.Release();
        for (var i = 0; i < count; i++)
            TensorPrimitives.Add(sum, gradients.AsSpan(i * difference.Length, difference.Length), sum);
    }

    private float BaselineOutput(AttributionInput input)
    {
        var baseline = Tensor.Full(input.BatchOf(1), Baseline);
        Span<float> output = [0];
        input.OutputsOf(baseline, output);
        baseline.Release();
        return output[0];
    }
}
