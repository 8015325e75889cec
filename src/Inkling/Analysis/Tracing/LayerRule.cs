using System.Globalization;
using Inkling.Models;
using Inkling.Nn;

namespace Inkling.Analysis;

/// <summary>How a kind of layer computes each value of its output for one image, in evaluation mode.</summary>
internal abstract class LayerRule
{
    /// <summary>The largest number of products that are written out.</summary>
    private const int LongestSum = 3;

    /// <summary>Gets the formula of the layer, as PyTorch's documentation writes it, for one image.</summary>
    public abstract string Formula { get; }

    /// <summary>Gets the number of units or channels that have weights of their own; 0 for a layer without.</summary>
    public virtual int Units => 0;

    /// <summary>The rule of a module; one without formula and terms for a module that is not known here.</summary>
    public static LayerRule Of(Module module) => module switch
    {
        Linear layer => new LinearRule(layer),
        Conv2d layer => new Conv2dRule(layer),
        BatchNorm layer => new BatchNormRule(layer),
        ReLU => new FunctionRule("max(0, {x})", x => Math.Max(0, x)),
        LeakyReLU layer => new FunctionRule(
            $"max(0, {{x}}) + {Number(layer.NegativeSlope)} min(0, {{x}})", x => x > 0 ? x : layer.NegativeSlope * x),
        ELU layer => new FunctionRule(
            $"max(0, {{x}}) + {Number(layer.Alpha)} min(0, exp({{x}}) - 1)", x => x > 0 ? x : layer.Alpha * (Math.Exp(x) - 1)),
        Sigmoid => new FunctionRule("1 / (1 + exp(-{x}))", x => 1 / (1 + Math.Exp(-x))),
        SiLU => new FunctionRule("{x} / (1 + exp(-{x}))", x => x / (1 + Math.Exp(-x))),
        Tanh => new FunctionRule("tanh({x})", Math.Tanh),
        GELU { Approximate: false } => new FunctionRule("{x} Φ({x})", Gelu),
        Softmax { Dim: -1 } => new SoftmaxRule(1),
        MaxPool2d layer => new MaxPoolRule(new PoolGeometry(layer.KernelSize, layer.Stride, layer.Padding)),
        AdaptiveMaxPool2d => new MaxPoolRule(null),
        AvgPool2d layer => new AvgPoolRule(new PoolGeometry(layer.KernelSize, layer.Stride, layer.Padding)),
        AdaptiveAvgPool2d => new AvgPoolRule(null),
        Enlarge or Upsample => new InterpolationRule(),
        BasicBlock => new BasicBlockRule(),
        TwoClassLogits => new TwoClassLogitsRule(),
        ThreesSevensLinear => new ThreesSevensRule(module),
        Flatten => new CopyRule("y[i] = x[i], row by row"),
        Dropout or Dropout2d or Identity => new CopyRule("y = x"),
        _ => new UnknownRule(),
    };

    /// <summary>The values that take part in the value of the output at an index.</summary>
    public abstract List<Term> Terms(Activation layer, int index);

    /// <summary>Traces the value of the output at an index.</summary>
    public virtual ValueTrace Trace(Activation layer, int index) => new(layer, index, Terms(layer, index));

    /// <summary>Writes the calculation of a value with its numbers: unless overridden, the products of a weighted sum.</summary>
    public virtual string Calculation(ValueTrace value)
    {
        var parts = value.ByContribution.Take(LongestSum).Select(term => $"{Factor(term.Input)}·{Factor(term.Weight ?? 1)}").ToList();
        if (value.Terms.Count > LongestSum)
            parts.Add($"... ({value.Terms.Count} products)");
        if (value.Bias != 0)
            parts.Add(Factor(value.Bias));
        return $"{(parts.Count == 0 ? "0" : string.Join(" + ", parts))} = {Number(value.Result)}";
    }

    /// <summary>The gradient of the parameters of one of the <see cref="Units"/>, given that of the output.</summary>
    public virtual UnitGradient? GradientOf(Activation layer, ReadOnlySpan<float> gradient, int unit) => null;

    /// <summary>The values of the output in which that of the input at an index takes part.</summary>
    public virtual List<Term> Uses(Activation layer, int index)
    {
        var uses = new List<Term>();
        var (first, count) = Candidates(layer, index);
        for (var output = first; output < first + count; output++)
        {
            foreach (var term in Terms(layer, output))
            {
                if (term.Index == index)
                    uses.Add(term with { Index = output });
            }
        }

        return uses;
    }

    /// <summary>The range of the output that the value of the input at an index can go to: unless overridden, its channel.</summary>
    protected virtual (int First, int Count) Candidates(Activation layer, int index)
    {
        var (inputs, outputs) = (layer.InputShape.Inner(0), layer.Shape.Inner(0));
        return (index / inputs * outputs, outputs);
    }

    /// <summary>A number of four digits.</summary>
    protected static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>A number of four digits, in parentheses where it has a sign.</summary>
    protected static string Factor(double value) => value < 0 ? $"({Number(value)})" : Number(value);

    private static double Gelu(double x) => x / 2 * (1 + Tensor.Scalar((float)(x / Math.Sqrt(2))).Erf().Item());
}
