namespace Inkling.Analysis;

/// <summary>How a layer computed one value of its output: the values that take part, and the formula with the numbers in it.</summary>
/// <remarks>
/// The products of a weighted sum and their sum are computed in double precision; <see cref="Value"/> is the float that the network
/// computed, in another order. Of n terms they differ by at most (n + 1) 2⁻²⁴ of the sum of the absolute products and bias, to first order
/// (Higham, Accuracy and Stability of Numerical Algorithms, 2nd edition, section 3.1).
/// </remarks>
public sealed class ValueTrace
{
    private readonly Term[] _terms;
    private Term[]? _sorted;
    private double? _result;

    internal ValueTrace(Activation layer, int index, List<Term> terms, double bias = 0, double? result = null, Patch? patch = null) =>
        (Layer, Index, _terms, Bias, _result, Patch) = (layer, index, [.. terms], bias, result, patch);

    /// <summary>Gets the layer.</summary>
    public Activation Layer { get; }

    /// <summary>Gets the index of the value in <see cref="Activation.Values"/>.</summary>
    public int Index { get; }

    /// <summary>
    /// Gets the values that take part, in the order of the input: for a convolution [channels, kernel rows, kernel columns] of
    /// <see cref="Patch"/>. None for a kind of layer that is not known here.
    /// </summary>
    public IReadOnlyList<Term> Terms => _terms;

    /// <summary>Gets the terms by the absolute value of their products, the largest first; of equal ones the first comes first.</summary>
    public IReadOnlyList<Term> ByContribution => Sorted;

    /// <summary>Gets what is added to the products of a weighted sum.</summary>
    public double Bias { get; }

    /// <summary>
    /// Gets the value in double precision: of a weighted sum the products, added in the order of <see cref="ByContribution"/>, and then the
    /// bias, otherwise the result of the formula.
    /// </summary>
    public double Result => _result ??= Sum(Sorted) + Bias;

    /// <summary>Gets the value that the network computed.</summary>
    public float Value => Layer.Values[Index];

    /// <summary>Gets the rounding error of the network: <see cref="Value"/> less <see cref="Result"/>.</summary>
    public double RoundingError => Value - Result;

    /// <summary>Gets the part of the feature maps that the value is computed from; null where the layer has no window.</summary>
    public Patch? Patch { get; }

    /// <summary>
    /// Gets the formula with the numbers in it, such as "max(0, -0.53) = 0", each with four digits; of a long sum the largest three
    /// products.
    /// </summary>
    public string Calculation => Layer.Rule.Calculation(this);

    private Term[] Sorted => _sorted ??= [.. _terms.OrderByDescending(term => Math.Abs(term.Product))];

    /// <summary>Computes the sum of the products of one channel of <see cref="Patch"/>.</summary>
    /// <param name="channel">The channel, from 0 for the first of the patch.</param>
    /// <exception cref="InvalidOperationException">The layer has no window.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such channel.</exception>
    public double SumOfChannel(int channel)
    {
        if (Patch is not { } patch)
            throw new InvalidOperationException($"{Layer.Layer} has no window, its values have no sums of channels");
        if ((uint)channel >= (uint)patch.Channels)
        {
            throw new ArgumentOutOfRangeException(
                nameof(channel), channel, $"{Layer.Layer}: there is no channel {channel}, expected 0 to {patch.Channels - 1}");
        }

        var size = _terms.Length / patch.Channels;
        return Sum(_terms.AsSpan(channel * size, size));
    }

    private static double Sum(ReadOnlySpan<Term> terms)
    {
        var sum = 0.0;
        foreach (var term in terms)
            sum += term.Product;
        return sum;
    }
}
