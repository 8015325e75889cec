using System.Numerics.Tensors;

namespace Inkling.Kernels;

/// <summary>
/// Rows that are normalised by their own mean and variance, then multiplied by a weight and shifted by a bias, for layer and group
/// normalisation.
/// </summary>
/// <param name="columns">The length of a row.</param>
/// <param name="groups">The number of consecutive rows, those of one item, after which the weights begin again.</param>
/// <param name="inner">The number of consecutive elements that share a weight.</param>
internal readonly struct NormalizedRows(int columns, int groups, int inner)
{
    public int Columns => columns;

    private int WeightsPerRow => columns / inner;

    /// <summary>Computes y = (x - mean) / sqrt(variance + epsilon) weight + bias.</summary>
    /// <param name="x">The rows.</param>
    /// <param name="weight">One for each <c>inner</c> elements of an item; empty for 1.</param>
    /// <param name="bias">One for each <c>inner</c> elements of an item; empty for 0.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    /// <param name="y">Receives the result.</param>
    /// <param name="statistics">Receives the mean of each row, then 1 / sqrt(variance + epsilon) of each.</param>
    public void Forward(
        ReadOnlySpan<float> x, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, float epsilon, Span<float> y,
        Span<float> statistics)
    {
        var rows = x.Length / columns;
        for (var row = 0; row < rows; row++)
        {
            var values = x.Slice(row * columns, columns);
            var result = y.Slice(row * columns, columns);
            var mean = FixedOrderSum.Of(values) / columns;
            TensorPrimitives.Subtract(values, mean, result);
            var scale = (float)(1 / Math.Sqrt((FixedOrderSum.OfSquares(result) / (double)columns) + epsilon));
            TensorPrimitives.Multiply(result, scale, result);
            (statistics[row], statistics[rows + row]) = (mean, scale);
            if (weight.Length > 0)
                Scale(result, WeightsOf(row, weight));
            if (bias.Length > 0)
                Shift(result, WeightsOf(row, bias));
        }
    }

    /// <summary>Computes the gradients.</summary>
    /// <param name="x">The rows.</param>
    /// <param name="weight">As in the forward pass.</param>
    /// <param name="dy">The gradient of the result.</param>
    /// <param name="statistics">Those of the forward pass.</param>
    /// <param name="dx">Receives the gradient of the rows.</param>
    /// <param name="dWeight">Receives the gradient of the weights; empty where there are none.</param>
    /// <param name="dBias">Receives the gradient of the biases; empty where there are none.</param>
    public void Backward(
        ReadOnlySpan<float> x, ReadOnlySpan<float> weight, ReadOnlySpan<float> dy, ReadOnlySpan<float> statistics, Span<float> dx,
        Span<float> dWeight, Span<float> dBias)
    {
        dWeight.Clear();
        dBias.Clear();
        var rows = x.Length / columns;
        using var scratch = Scratch.Of(columns);
        var normalized = scratch.Floats;
        for (var row = 0; row < rows; row++)
        {
            var gradient = dy.Slice(row * columns, columns);
            var result = dx.Slice(row * columns, columns);
            var scale = statistics[rows + row];
            TensorPrimitives.Subtract(x.Slice(row * columns, columns), statistics[row], normalized);
            TensorPrimitives.Multiply(normalized, scale, normalized);
            if (dBias.Length > 0)
                AddSums(gradient, WeightsOf(row, dBias));
            TensorPrimitives.Multiply(gradient, normalized, result);
            if (dWeight.Length > 0)
                AddSums(result, WeightsOf(row, dWeight));

            gradient.CopyTo(result);
            if (weight.Length > 0)
                Scale(result, WeightsOf(row, weight));
            var mean = FixedOrderSum.Of(result) / columns;
            var slope = FixedOrderSum.OfProducts(result, normalized) / columns;
            TensorPrimitives.Subtract(result, mean, result);
            TensorPrimitives.MultiplyAdd(normalized, -slope, result, result);
            TensorPrimitives.Multiply(result, scale, result);
        }
    }

    private ReadOnlySpan<float> WeightsOf(int row, ReadOnlySpan<float> all) => all.Slice(row % groups * WeightsPerRow, WeightsPerRow);

    private Span<float> WeightsOf(int row, Span<float> all) => all.Slice(row % groups * WeightsPerRow, WeightsPerRow);

    private void Scale(Span<float> row, ReadOnlySpan<float> weights)
    {
        if (inner == 1)
        {
            TensorPrimitives.Multiply(row, weights, row);
            return;
        }

        for (var i = 0; i < weights.Length; i++)
            TensorPrimitives.Multiply(row.Slice(i * inner, inner), weights[i], row.Slice(i * inner, inner));
    }

    private void Shift(Span<float> row, ReadOnlySpan<float> biases)
    {
        if (inner == 1)
        {
            TensorPrimitives.Add(row, biases, row);
            return;
        }

        for (var i = 0; i < biases.Length; i++)
            TensorPrimitives.Add(row.Slice(i * inner, inner), biases[i], row.Slice(i * inner, inner));
    }

    private void AddSums(ReadOnlySpan<float> row, Span<float> sums)
    {
        if (inner == 1)
        {
            TensorPrimitives.Add(sums, row, sums);
            return;
        }

        for (var i = 0; i < sums.Length; i++)
            sums[i] += FixedOrderSum.Of(row.Slice(i * inner, inner));
    }
}
