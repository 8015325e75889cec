namespace Inkling.Analysis;

/// <summary>The gradient of the loss with respect to the output of a layer.</summary>
public sealed class LayerGradient
{
    private readonly float[] _values;
    private double? _norm;

    internal LayerGradient(Activation layer, float[] values) => (Layer, _values) = (layer, values);

    /// <summary>Gets the layer.</summary>
    public Activation Layer { get; }

    /// <summary>Gets dL/dy in row-major order, of the shape of the output; zeros where the loss does not depend on it.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>Gets the Euclidean norm of <see cref="Values"/>.</summary>
    public double Norm => _norm ??= NormOf(_values);

    /// <summary>
    /// Computes the gradient of the loss with respect to the weights and the bias of one unit of a <see cref="Nn.Linear"/>, one channel of
    /// a <see cref="Nn.Conv2d"/> or a <see cref="Nn.BatchNorm"/>, from the input of the layer and <see cref="Values"/>.
    /// </summary>
    /// <param name="unit">The index of the unit or channel.</param>
    /// <returns>The gradient; null for a layer of another kind.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such unit.</exception>
    public UnitGradient? OfUnit(int unit)
    {
        var rule = Layer.Rule;
        if (rule.Units == 0)
            return null;
        if ((uint)unit >= (uint)rule.Units)
        {
            throw new ArgumentOutOfRangeException(
                nameof(unit), unit, $"{Layer.Layer}: there is no unit {unit}, expected 0 to {rule.Units - 1}");
        }

        return rule.GradientOf(Layer, _values, unit);
    }

    private static double NormOf(float[] values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += (double)value * value;
        return Math.Sqrt(sum);
    }
}

/// <summary>The gradient of the loss with respect to the parameters of one unit, in double precision.</summary>
public sealed class UnitGradient
{
    private readonly double[] _weight;

    internal UnitGradient(Shape shape, double[] weight, double bias) => (Shape, _weight, Bias) = (shape, weight, bias);

    /// <summary>Gets the shape of <see cref="Weight"/>: [in], [in / groups, KH, KW] for a convolution, [1] for a batch norm.</summary>
    public Shape Shape { get; }

    /// <summary>Gets dL/dw, in the order of <see cref="ValueTrace.Terms"/>.</summary>
    public ReadOnlySpan<double> Weight => _weight;

    /// <summary>Gets dL/db: the sum of the gradients of the unit's outputs, also where the layer has no bias.</summary>
    public double Bias { get; }
}

/// <summary>The gradient of the loss with respect to a parameter.</summary>
/// <param name="Name">The name in the state dictionary, such as "1.weight".</param>
/// <param name="Count">The number of elements.</param>
/// <param name="Norm">The Euclidean norm of the gradient.</param>
public sealed record ParameterGradient(string Name, int Count, double Norm);
