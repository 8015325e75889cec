using Inkling.Nn;

namespace Inkling.Analysis;

/// <summary>What a layer computed for one image: its input and its output.</summary>
public sealed class Activation
{
    private readonly float[] _input, _values;
    private readonly IReadOnlyList<Activation> _layers;
    private (float Min, float Max, double Mean, int Zeros)? _statistics;

    internal Activation(
        IReadOnlyList<Activation> layers, string name, Module module, (Shape Shape, float[] Values) input, int? source,
        (Shape Shape, float[] Values) output, LayerRule? rule = null)
    {
        (_layers, Index, Name, Module, Source) = (layers, layers.Count, name, module, source);
        (InputShape, _input) = input;
        (Shape, _values) = output;
        Rule = rule ?? LayerRule.Of(module);
    }

    /// <summary>Gets the index of the layer in the order of computation.</summary>
    public int Index { get; }

    /// <summary>Gets the name of the layer in the state dictionary, such as "1" or "layer2"; empty for the network as a whole.</summary>
    public string Name { get; }

    /// <summary>Gets the type of the layer, such as "Linear".</summary>
    public string Kind => Module.GetType().Name;

    /// <summary>Gets the layer with its sizes, such as "Linear(784, 128)".</summary>
    public string Layer => $"{Module}";

    /// <summary>Gets what the layer computes, such as "y = x Wᵀ + b"; empty for a kind that is not known here.</summary>
    public string Formula => Rule.Formula;

    /// <summary>
    /// Gets the index of the layer that computed the input: -1 for the image, null where it was computed between the layers.
    /// </summary>
    public int? Source { get; }

    /// <summary>Gets the shape of the input for one image.</summary>
    public Shape InputShape { get; }

    /// <summary>Gets the input in row-major order.</summary>
    public ReadOnlySpan<float> Input => _input;

    /// <summary>Gets the shape of the output for one image, such as [128] or [64, 7, 7].</summary>
    public Shape Shape { get; }

    /// <summary>Gets the output in row-major order.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>Gets the smallest value.</summary>
    public float Min => Statistics.Min;

    /// <summary>Gets the largest value.</summary>
    public float Max => Statistics.Max;

    /// <summary>Gets the mean of the values.</summary>
    public double Mean => Statistics.Mean;

    /// <summary>Gets the number of zeros: inactive units after a ReLU.</summary>
    public int Zeros => Statistics.Zeros;

    internal Module Module { get; }

    /// <summary>How the layer computes.</summary>
    internal LayerRule Rule { get; }

    /// <summary>Whether the layer returns its input, as dropout does in evaluation.</summary>
    internal bool PassesInputOn => ReferenceEquals(_input, _values);

    private (float Min, float Max, double Mean, int Zeros) Statistics => _statistics ??= Measure(_values);

    /// <summary>
    /// Traces how one value of the output is computed, with the weights that the layer has now: right as long as they are those of the
    /// forward pass.
    /// </summary>
    /// <param name="index">The index in <see cref="Values"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such value.</exception>
    public ValueTrace ValueAt(int index)
    {
        Check(index, _values.Length, "values");
        return Rule.Trace(this, index);
    }

    /// <summary>
    /// Traces which values of the output one value of the input goes to, with the weights that the layer has now: the reverse of
    /// <see cref="ValueAt"/>.
    /// </summary>
    /// <param name="index">The index in <see cref="Input"/>.</param>
    /// <returns>
    /// A term for each use, in the order of the output, whose <see cref="Term.Index"/> is that in <see cref="Values"/>; none for a kind of
    /// layer that is not known here.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such value.</exception>
    public IReadOnlyList<Term> UsesOf(int index)
    {
        Check(index, _input.Length, "inputs");
        return Rule.Uses(this, index);
    }

    /// <summary>The last output before this one of the layer with a name; null where there is none.</summary>
    internal Activation? Before(string name) => _layers.Take(Index).LastOrDefault(layer => layer.Name == name);

    private static (float Min, float Max, double Mean, int Zeros) Measure(float[] values)
    {
        var (min, max, sum, zeros) = (float.PositiveInfinity, float.NegativeInfinity, 0.0, 0);
        foreach (var value in values)
        {
            (min, max) = (MathF.Min(min, value), MathF.Max(max, value));
            sum += value;
            zeros += value == 0 ? 1 : 0;
        }

        return (min, max, sum / Math.Max(1, values.Length), zeros);
    }

    private void Check(int index, int count, string what)
    {
        if ((uint)index >= (uint)count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(index), index, $"{Layer}: {what} has no index {index}, expected 0 to {count - 1}");
        }
    }
}
