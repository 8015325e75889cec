namespace Inkling.Analysis;

/// <summary>A layer that computes each value from the one at the same index.</summary>
internal abstract class ElementRule : LayerRule
{
    protected override (int First, int Count) Candidates(Activation layer, int index) => (index, 1);
}

/// <summary>y = f(x), element by element.</summary>
/// <param name="text">f with {x} for its argument.</param>
/// <param name="function">f in double precision.</param>
internal sealed class FunctionRule(string text, Func<double, double> function) : ElementRule
{
    public override string Formula => $"y = {text.Replace("{x}", "x", StringComparison.Ordinal)}";

    public override List<Term> Terms(Activation layer, int index) =>
        [new Term(index, layer.Input[index], null, function(layer.Input[index]))];

    public override string Calculation(ValueTrace value) =>
        $"{text.Replace("{x}", Argument(value.Terms[0].Input), StringComparison.Ordinal)} = {Number(value.Result)}";

    /// <summary>The argument, in parentheses where a sign would meet another.</summary>
    private string Argument(float value) => text.Contains("-{x}", StringComparison.Ordinal) ? Factor(value) : Number(value);
}

/// <summary>y = x, in the same or another shape.</summary>
internal sealed class CopyRule(string formula) : ElementRule
{
    public override string Formula => formula;

    public override List<Term> Terms(Activation layer, int index) => [Term.Of(index, layer.Input[index], 1)];

    public override string Calculation(ValueTrace value) => Number(value.Result);
}

/// <summary>y = max(0, norm(convolution) + shortcut): the two that are added, at the index of the output.</summary>
internal sealed class BasicBlockRule : ElementRule
{
    public override string Formula => "y = max(0, bn2 + shortcut)";

    public override List<Term> Terms(Activation layer, int index)
    {
        if (layer.Before($"{layer.Name}.bn2") is not { } norm || norm.Shape != layer.Shape)
            return [];
        var shortcut = layer.Before($"{layer.Name}.downsample.1") is { } downsample
            ? Term.Of(-1, downsample.Values[index], 1)
            : Term.Of(index, layer.Input[index], 1);
        return [Term.Of(-1, norm.Values[index], 1), shortcut];
    }

    /// <summary>What the shortcut passes on; the input of a block that samples down goes to its layers alone.</summary>
    public override List<Term> Uses(Activation layer, int index) => layer.InputShape == layer.Shape ? base.Uses(layer, index) : [];

    public override ValueTrace Trace(Activation layer, int index)
    {
        var terms = Terms(layer, index);
        return new ValueTrace(layer, index, terms, result: terms.Count == 0 ? layer.Values[index] : Math.Max(0, terms.Sum(x => x.Product)));
    }

    public override string Calculation(ValueTrace value) =>
        $"max(0, {string.Join(" + ", value.Terms.Select(term => Factor(term.Input)))}) = {Number(value.Result)}";
}

/// <summary>y[k] = exp((x[k] - max x) / T) / the sum of exp((x[j] - max x) / T) over the last dimension, T the temperature.</summary>
internal sealed class SoftmaxRule(float temperature) : LayerRule
{
    public override string Formula => temperature == 1
        ? "y[k] = exp(x[k] - max x) / Σ exp(x[j] - max x)"
        : $"y[k] = exp((x[k] - max x) / {Number(temperature)}) / Σ exp((x[j] - max x) / {Number(temperature)})";

    public override List<Term> Terms(Activation layer, int index)
    {
        var (first, count) = Candidates(layer, index);
        var row = layer.Input.Slice(first, count);
        double largest = System.Numerics.Tensors.TensorPrimitives.Max(row);
        var terms = new List<Term>(count);
        for (var i = 0; i < count; i++)
            terms.Add(new Term(first + i, row[i], null, Math.Exp((row[i] - largest) / temperature)));
        return terms;
    }

    public override ValueTrace Trace(Activation layer, int index)
    {
        var terms = Terms(layer, index);
        var (first, _) = Candidates(layer, index);
        return new ValueTrace(layer, index, terms, result: terms[index - first].Product / terms.Sum(term => term.Product));
    }

    public override string Calculation(ValueTrace value)
    {
        var largest = value.Terms.Max(term => term.Input);
        var difference = $"{Number(value.Layer.Input[value.Index])} - {Factor(largest)}";
        return $"exp({(temperature == 1 ? difference : $"({difference}) / {Number(temperature)}")}) / "
            + $"{Number(value.Terms.Sum(term => term.Product))} = {Number(value.Result)}";
    }

    protected override (int First, int Count) Candidates(Activation layer, int index)
    {
        var count = layer.Shape[-1];
        return (index / count * count, count);
    }
}

/// <summary>A kind of layer that is not known: its values are shown without their calculation.</summary>
internal sealed class UnknownRule : ElementRule
{
    public override string Formula => "";

    public override List<Term> Terms(Activation layer, int index) => [];

    public override ValueTrace Trace(Activation layer, int index) => new(layer, index, [], result: layer.Values[index]);

    public override string Calculation(ValueTrace value) => Number(value.Result);
}
