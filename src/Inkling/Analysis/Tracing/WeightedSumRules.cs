using Inkling.Models;
using Inkling.Nn;

namespace Inkling.Analysis;

/// <summary>y = x Wᵀ + b over the last dimension: [..., in] to [..., out].</summary>
internal sealed class LinearRule(Linear module) : LayerRule
{
    public override string Formula => module.Bias is null ? "y = x Wᵀ" : "y = x Wᵀ + b";

    public override int Units => module.OutFeatures;

    public override List<Term> Terms(Activation layer, int index)
    {
        var (row, unit) = Math.DivRem(index, module.OutFeatures);
        var weights = module.WeightInOut.Span;
        var first = row * module.InFeatures;
        var terms = new List<Term>(module.InFeatures);
        for (var i = 0; i < module.InFeatures; i++)
            terms.Add(Term.Of(first + i, layer.Input[first + i], weights[(i * module.OutFeatures) + unit]));
        return terms;
    }

    public override ValueTrace Trace(Activation layer, int index) =>
        new(layer, index, Terms(layer, index), module.Bias is { } bias ? bias.Span[index % module.OutFeatures] : 0);

    public override List<Term> Uses(Activation layer, int index)
    {
        var (row, feature) = Math.DivRem(index, module.InFeatures);
        var weights = module.WeightInOut.Span.Slice(feature * module.OutFeatures, module.OutFeatures);
        var uses = new List<Term>(module.OutFeatures);
        for (var j = 0; j < module.OutFeatures; j++)
            uses.Add(Term.Of((row * module.OutFeatures) + j, layer.Input[index], weights[j]));
        return uses;
    }

    /// <summary>dw = dy x and db = dy, summed over the rows.</summary>
    public override UnitGradient GradientOf(Activation layer, ReadOnlySpan<float> gradient, int unit)
    {
        var (weight, bias) = (new double[module.InFeatures], 0.0);
        for (var at = unit; at < gradient.Length; at += module.OutFeatures)
        {
            var input = layer.Input.Slice(at / module.OutFeatures * module.InFeatures, module.InFeatures);
            for (var i = 0; i < weight.Length; i++)
                weight[i] += (double)gradient[at] * input[i];
            bias += gradient[at];
        }

        return new UnitGradient(new Shape(weight.Length), weight, bias);
    }
}

/// <summary>
/// y[o, r, c] = the sum of W[o, i, k, l] times the input under the kernel, plus b[o]: [C, H, W] to [O, OH, OW].
/// </summary>
internal sealed class Conv2dRule(Conv2d module) : LayerRule
{
    private int Depth => module.InChannels / module.Groups;

    private int Outputs => module.OutChannels / module.Groups;

    public override int Units => module.OutChannels;

    public override string Formula =>
        $"y[o, r, c] = Σ W[o, i, k, l] x[{(module.Groups == 1 ? "i" : $"{Depth} g + i")}, "
        + $"{At("r", "k", module.Stride.Height, module.Dilation.Height, module.Padding.Height)}, "
        + $"{At("c", "l", module.Stride.Width, module.Dilation.Width, module.Padding.Width)}]{(module.Bias is null ? "" : " + b[o]")}";

    public override List<Term> Terms(Activation layer, int index)
    {
        var (patch, output) = PatchOf(layer, index);
        var (height, width) = (layer.InputShape[1], layer.InputShape[2]);
        var input = layer.Input;
        var weights = module.WeightInMemory.Span;
        var terms = new List<Term>(Depth * patch.Size.Area);
        for (var i = 0; i < Depth; i++)
        {
            for (var tap = 0; tap < patch.Size.Area; tap++)
            {
                var row = patch.Top + (tap / patch.Size.Width * patch.Dilation.Height);
                var column = patch.Left + (tap % patch.Size.Width * patch.Dilation.Width);
                var isInside = (uint)row < (uint)height && (uint)column < (uint)width;
                var at = isInside ? ((((patch.Channel + i) * height) + row) * width) + column : -1;
                terms.Add(Term.Of(at, isInside ? input[at] : 0, weights[(((tap * Depth) + i) * module.OutChannels) + output]));
            }
        }

        return terms;
    }

    public override ValueTrace Trace(Activation layer, int index)
    {
        var (patch, output) = PatchOf(layer, index);
        return new(layer, index, Terms(layer, index), module.Bias is { } bias ? bias.Span[output] : 0, patch: patch);
    }

    public override List<Term> Uses(Activation layer, int index)
    {
        var (channel, row, column) = Position(layer.InputShape, index);
        var (group, i) = Math.DivRem(channel, Depth);
        var (rows, columns) = (layer.Shape[1], layer.Shape[2]);
        var kernel = module.KernelSize;
        var weights = module.WeightInMemory.Span;
        var uses = new List<Term>();
        for (var output = group * Outputs; output < (group + 1) * Outputs; output++)
        {
            // The last tap of the kernel is over the pixel in the first row of the output.
            for (var tap = kernel.Area - 1; tap >= 0; tap--)
            {
                var r = Step(row, tap / kernel.Width, module.Stride.Height, module.Dilation.Height, module.Padding.Height, rows);
                var c = Step(column, tap % kernel.Width, module.Stride.Width, module.Dilation.Width, module.Padding.Width, columns);
                if (r < 0 || c < 0)
                    continue;
                var weight = weights[(((tap * Depth) + i) * module.OutChannels) + output];
                uses.Add(Term.Of((((output * rows) + r) * columns) + c, layer.Input[index], weight));
            }
        }

        return uses;
    }

    /// <summary>dw[i, k, l] = dy times the input under that tap and db = dy, summed over the positions of the channel.</summary>
    public override UnitGradient GradientOf(Activation layer, ReadOnlySpan<float> gradient, int unit)
    {
        var (weight, bias, size) = (new double[Depth * module.KernelSize.Area], 0.0, layer.Shape.Inner(0));
        for (var at = unit * size; at < (unit + 1) * size; at++)
        {
            if (gradient[at] == 0)
                continue;
            foreach (var (i, term) in Terms(layer, at).Index())
                weight[i] += (double)gradient[at] * term.Input;
            bias += gradient[at];
        }

        return new UnitGradient(new Shape(Depth, module.KernelSize.Height, module.KernelSize.Width), weight, bias);
    }

    /// <summary>The output position in which a tap of the kernel reads an input position; -1 where there is none.</summary>
    private static int Step(int at, int tap, int stride, int dilation, int padding, int outputs)
    {
        var (step, rest) = Math.DivRem(at + padding - (tap * dilation), stride);
        return rest == 0 && (uint)step < (uint)outputs ? step : -1;
    }

    private static (int Channel, int Row, int Column) Position(Shape shape, int index) =>
        (index / (shape[1] * shape[2]), index / shape[2] % shape[1], index % shape[2]);

    private static string At(string output, string tap, int stride, int dilation, int padding) =>
        $"{Times(stride, output)} + {Times(dilation, tap)}{(padding == 0 ? "" : $" - {padding}")}";

    private static string Times(int factor, string name) => factor == 1 ? name : $"{factor} {name}";

    private (Patch Patch, int Output) PatchOf(Activation layer, int index)
    {
        var (output, row, column) = Position(layer.Shape, index);
        var top = (row * module.Stride.Height) - module.Padding.Height;
        var left = (column * module.Stride.Width) - module.Padding.Width;
        return (new Patch(output / Outputs * Depth, Depth, top, left, module.KernelSize, module.Dilation), output);
    }
}

/// <summary>y = (x - mean) / sqrt(variance + epsilon) weight + bias with the running statistics: a weighted sum of one term.</summary>
internal sealed class BatchNormRule(BatchNorm module) : LayerRule
{
    public override int Units => module.Channels;

    public override string Formula => $"y = (x - mean) / sqrt(variance + {Number(module.Epsilon)}) weight + bias";

    public override List<Term> Terms(Activation layer, int index) =>
        [Term.Of(index, layer.Input[index], Scale(Channel(layer, index)))];

    public override ValueTrace Trace(Activation layer, int index)
    {
        var channel = Channel(layer, index);
        var shift = module.Bias.Span[channel] - (module.RunningMean.Span[channel] * Scale(channel));
        return new ValueTrace(layer, index, Terms(layer, index), shift);
    }

    public override string Calculation(ValueTrace value)
    {
        var channel = Channel(value.Layer, value.Index);
        var (mean, variance) = (module.RunningMean.Span[channel], module.RunningVariance.Span[channel]);
        return $"({Number(value.Terms[0].Input)} - {Factor(mean)}) / sqrt({Number(variance)} + {Number(module.Epsilon)}) · "
            + $"{Factor(module.Weight.Span[channel])} + {Factor(module.Bias.Span[channel])} = {Number(value.Result)}";
    }

    /// <summary>dweight = dy (x - mean) / sigma and dbias = dy, summed over the channel.</summary>
    public override UnitGradient GradientOf(Activation layer, ReadOnlySpan<float> gradient, int unit)
    {
        var (mean, sigma) = (module.RunningMean.Span[unit], Sigma(unit));
        var (weight, bias, size) = (0.0, 0.0, layer.Shape.Inner(0));
        for (var at = unit * size; at < (unit + 1) * size; at++)
        {
            weight += gradient[at] * ((double)layer.Input[at] - mean) / sigma;
            bias += gradient[at];
        }

        return new UnitGradient(new Shape(1), [weight], bias);
    }

    protected override (int First, int Count) Candidates(Activation layer, int index) => (index, 1);

    private static int Channel(Activation layer, int index) => index / layer.Shape.Inner(0);

    private double Scale(int channel) => module.Weight.Span[channel] / Sigma(channel);

    private double Sigma(int channel) => Math.Sqrt((double)module.RunningVariance.Span[channel] + module.Epsilon);
}

/// <summary>y = (x w + b, 0), the weighted sum of all pixels.</summary>
internal sealed class ThreesSevensRule(Module module) : LayerRule
{
    public override string Formula => "y[0] = x W + b, y[1] = 0";

    public override List<Term> Terms(Activation layer, int index)
    {
        var terms = new List<Term>();
        var weights = Parameter("weights");
        for (var i = 0; i < (index == 0 ? weights.Length : 0); i++)
            terms.Add(Term.Of(i, layer.Input[i], weights[i]));
        return terms;
    }

    public override ValueTrace Trace(Activation layer, int index) =>
        new(layer, index, Terms(layer, index), index == 0 ? Parameter("bias")[0] : 0);

    protected override (int First, int Count) Candidates(Activation layer, int index) => (0, 1);

    private Span<float> Parameter(string name) => module.NamedParameters().First(parameter => parameter.Name == name).Value.Span;
}

/// <summary>y = (z, 0).</summary>
internal sealed class TwoClassLogitsRule : LayerRule
{
    public override string Formula => "y[0] = x, y[1] = 0";

    public override List<Term> Terms(Activation layer, int index) => index == 0 ? [Term.Of(0, layer.Input[0], 1)] : [];

    protected override (int First, int Count) Candidates(Activation layer, int index) => (0, 1);
}

/// <summary>y = a weighted sum of the four pixels whose centres enclose that of an output pixel: [C, H, W] to [C, OH, OW].</summary>
internal sealed class InterpolationRule : LayerRule
{
    public override string Formula => "y = Σ weight x, the four nearest pixels (bilinear interpolation)";

    public override List<Term> Terms(Activation layer, int index)
    {
        var (rows, columns) = (layer.InputShape[1], layer.InputShape[2]);
        var (at, column) = Math.DivRem(index, layer.Shape[2]);
        var (channel, row) = Math.DivRem(at, layer.Shape[1]);
        var (top, below) = Taps(row, rows, layer.Shape[1]);
        var (left, right) = Taps(column, columns, layer.Shape[2]);
        var terms = new List<Term>();
        Add(top, left, (1 - below) * (1 - right));
        Add(top, left + 1, (1 - below) * right);
        Add(top + 1, left, below * (1 - right));
        Add(top + 1, left + 1, below * right);
        return terms;

        void Add(int y, int x, double weight)
        {
            var source = (((channel * rows) + Math.Min(y, rows - 1)) * columns) + Math.Min(x, columns - 1);
            if (weight > 0)
                terms.Add(Term.Of(source, layer.Input[source], weight));
        }
    }

    /// <summary>The first of the two pixels around the centre of an output pixel, and the weight of the second.</summary>
    private static (int First, double Weight) Taps(int at, int inputs, int outputs)
    {
        var center = Math.Max(0, ((at + 0.5) * inputs / outputs) - 0.5);
        var first = Math.Min((int)center, inputs - 1);
        return (first, center - first);
    }
}
