using Inkling.Analysis;
using Inkling.Models;
using Inkling.Nn;

namespace Inkling.Tests.Analysis;

public class ValueTraceTests
{
    /// <summary>The largest number of terms of a layer that are all computed; the convolutions of the ResNet have more.</summary>
    private const int MaxTerms = 500_000;

    public static TheoryData<string> Names { get; } = [.. ModelCatalog.Names, "fastai"];

    /// <summary>Every value of every layer that has a weighted sum is that sum, within the bound of the rounding errors.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Products_add_up_to_the_value_shown(string name)
    {
        var model = name == "fastai" ? Fastai() : Models.Untrained(name, 22, 20);
        var trace = ForwardTrace.Of(model, ForwardTraceTests.Image(Models.Noise(model, 1)));
        foreach (var layer in trace.Layers.Append(trace.Probabilities))
        {
            layer.Formula.ShouldNotBeEmpty(layer.Name);
            var input = layer.Input.ToArray();
            foreach (var index in Sample(layer.Values.Length))
            {
                var value = layer.ValueAt(index);
                var sum = value.ByContribution.Aggregate(0.0, (sum, term) => sum + term.Product);
                if (layer.Kind is not ("Softmax" or "BasicBlock"))
                    value.Result.ShouldBe(sum + value.Bias);
                value.Terms.ShouldAllBe(term => term.Index == -1 || term.Input == input[term.Index]);
                value.Terms.ShouldAllBe(term => term.Weight == null || term.Product == term.Weight * term.Input);
                value.ByContribution.Select(term => Math.Abs(term.Product)).ShouldBeInOrder(SortDirection.Descending);
                Math.Abs(value.RoundingError).ShouldBeLessThanOrEqualTo(Bound(value), $"{layer.Name} {index} {value.Calculation}");
            }
        }
    }

    /// <summary>UsesOf is the transpose of ValueAt.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void The_uses_of_an_input_are_the_terms_with_its_index(string name)
    {
        var model = name == "fastai" ? Fastai() : Models.Untrained(name, 22, 20);
        var trace = ForwardTrace.Of(model, ForwardTraceTests.Image(Models.Noise(model, 1)));
        foreach (var layer in trace.Layers.Append(trace.Probabilities))
        {
            if ((long)layer.Values.Length * layer.ValueAt(0).Terms.Count > MaxTerms)
                continue;
            int[] inputs = [.. Sample(layer.Input.Length)];
            var expected = inputs.ToDictionary(index => index, _ => new List<Term>());
            for (var output = 0; output < layer.Values.Length; output++)
            {
                foreach (var term in layer.ValueAt(output).Terms)
                {
                    if (expected.TryGetValue(term.Index, out var uses))
                        uses.Add(term with { Index = output });
                }
            }

            foreach (var index in inputs)
                layer.UsesOf(index).ShouldBe(expected[index], $"{layer.Name} {index}");
        }
    }

    [Fact]
    public void The_terms_of_a_linear_layer_are_inputs_times_a_row_of_the_weight()
    {
        var trace = ForwardTrace.Of(Models.TheMlp, ForwardTraceTests.Image(Models.Test));
        var state = Models.TheMlp.Module.StateDictionary();
        var value = trace.Layers[1].ValueAt(17);
        value.Bias.ShouldBe(state["1.bias"].ToArray()[17]);
        var weights = state["1.weight"].ToArray().AsSpan(17 * 784, 784).ToArray();
        value.Terms.Select(term => term.Weight).ShouldBe(weights.Select(weight => (double?)weight));
        value.Terms.Select(term => term.Index).ShouldBe(Enumerable.Range(0, 784));
        value.Calculation.ShouldContain("(784 products)");
        value.Patch.ShouldBeNull();
        Should.Throw<InvalidOperationException>(() => value.SumOfChannel(0));
    }

    [Fact]
    public void The_patch_of_a_convolution_is_compared_with_plain_loops()
    {
        Randomness.Seed(3);
        var convolution = new Conv2d(4, 6, (3, 2), stride: (2, 1), padding: (2, 1), dilation: (1, 2), groups: 2);
        var model = new TrainedModel(
            new Sequential(new Conv2d(1, 4, 1), convolution, new AvgPool2d(3, 2, 1), new Flatten(), new Linear(36, 2)), ["a", "b"], 5, 6);
        var layer = ForwardTrace.Of(model, [.. Enumerable.Range(0, 30).Select(i => i / 40f)]).Layers[1];
        layer.Shape.ShouldBe(new Shape(6, 4, 6));
        layer.Formula.ShouldBe("y[o, r, c] = Σ W[o, i, k, l] x[2 g + i, 2 r + k - 2, c + 2 l - 1] + b[o]");
        var weight = convolution.Weight.ToArray();
        for (var index = 0; index < layer.Values.Length; index++)
        {
            var (o, r, c) = (index / 24, index / 6 % 4, index % 6);
            var value = layer.ValueAt(index);
            value.Patch.ShouldBe(new Patch(o / 3 * 2, 2, (2 * r) - 2, c - 1, (3, 2), (1, 2)));
            var sum = (double)convolution.Bias!.Value.ToArray()[o];
            var term = 0;
            for (var i = 0; i < 2; i++)
            {
                var channel = 0.0;
                for (var k = 0; k < 3; k++)
                {
                    for (var l = 0; l < 2; l++, term++)
                    {
                        var (row, column) = ((2 * r) + k - 2, c + (2 * l) - 1);
                        var at = row is >= 0 and < 5 && column is >= 0 and < 6 ? ((((o / 3 * 2) + i) * 5) + row) * 6 + column : -1;
                        var product = (at < 0 ? 0 : (double)layer.Input[at]) * weight[(((o * 2) + i) * 6) + (k * 2) + l];
                        value.Terms[term].Index.ShouldBe(at);
                        value.Terms[term].Product.ShouldBe(product);
                        channel += product;
                    }
                }

                value.SumOfChannel(i).ShouldBe(channel, 1e-15);
                sum += channel;
            }

            value.Terms.Count.ShouldBe(12);
            value.Result.ShouldBe(sum, 1e-14);
            ((double)layer.Values[index]).ShouldBe(sum, 1e-6);
            Should.Throw<ArgumentOutOfRangeException>(() => value.SumOfChannel(2));
        }
    }

    [Fact]
    public void Formulas_have_the_numbers_in_them()
    {
        var norm = new BatchNorm1d(2);
        norm.RunningMean.Span.Fill(0.5f);
        norm.RunningVariance.Span.Fill(4);
        norm.Weight.Span.Fill(2);
        norm.Bias.Span.Fill(-1);
        var last = new Linear(2, 2);
        last.Weight = Tensor.From([1f, 2, -3, 4], 2, 2);
        last.Bias!.Value.Span.Clear();
        var model = new TrainedModel(
            new Sequential(new MaxPool2d(2), new Flatten(), norm, new ReLU(), new Sigmoid(), new LeakyReLU(), last), ["a", "b"], 2, 4);
        var trace = ForwardTrace.Of(model, [0.25f, 0.5f, 1, 0.75f, 0, 0.125f, 0, 1]);
        Calculations(0).ShouldBe(["max(0.25, 0.5, 0, 0.125) = 0.5", "max(1, 0.75, 0, 1) = 1"]);
        trace.Layers[0].ValueAt(1).Terms.Select(term => term.Weight).ShouldBe([1, 0, 0, 0]);
        Calculations(1).ShouldBe(["0.5", "1"]);
        Calculations(2).ShouldBe(
            ["(0.5 - 0.5) / sqrt(4 + 1E-05) · 2 + (-1) = -1", "(1 - 0.5) / sqrt(4 + 1E-05) · 2 + (-1) = -0.5"]);
        Calculations(3).ShouldBe(["max(0, -1) = 0", "max(0, -0.5) = 0"]);
        Calculations(4).ShouldBe(["1 / (1 + exp(-0)) = 0.5", "1 / (1 + exp(-0)) = 0.5"]);
        Calculations(5)[0].ShouldBe("max(0, 0.5) + 0.01 min(0, 0.5) = 0.5");
        Calculations(6).ShouldBe(["0.5·2 + 0.5·1 = 1.5", "0.5·4 + 0.5·(-3) = 0.5"]);
        trace.Probabilities.ValueAt(1).Calculation.ShouldBe("exp(0.5 - 1.5) / 1.368 = 0.2689");
        var calibrated = ForwardTrace.Of(model with { Temperature = 2 }, trace.Image);
        calibrated.Probabilities.ValueAt(1).Calculation.ShouldBe("exp((0.5 - 1.5) / 2) / 1.607 = 0.3775");
        calibrated.Probabilities.Values[1].ShouldBe(0.3775407f, 1e-6f);

        string[] Calculations(int layer) => [.. Enumerable.Range(0, 2).Select(i => trace.Layers[layer].ValueAt(i).Calculation)];
    }

    [Theory]
    [InlineData("SiLU")]
    [InlineData("Tanh")]
    [InlineData("ELU")]
    [InlineData("GELU")]
    [InlineData("LeakyReLU")]
    [InlineData("Sigmoid")]
    [InlineData("ReLU")]
    public void Activation_functions_are_computed_in_double_precision(string name)
    {
        Module module = name switch
        {
            "SiLU" => new SiLU(),
            "Tanh" => new Tanh(),
            "ELU" => new ELU(0.7f),
            "GELU" => new GELU(),
            "LeakyReLU" => new LeakyReLU(0.2f),
            "Sigmoid" => new Sigmoid(),
            _ => new ReLU(),
        };
        var shift = new Linear(16, 16);
        shift.Weight = Tensor.Eye(16) * 6;
        shift.Bias!.Value.Span.Fill(-3);
        var model = new TrainedModel(new Sequential(new Flatten(), shift, module, new Linear(16, 2)), ["a", "b"], 4, 4);
        var layer = ForwardTrace.Of(model, [.. Enumerable.Range(0, 16).Select(i => i / 15f)]).Layers[2];
        layer.Min.ShouldBeLessThanOrEqualTo(0.1f);
        for (var i = 0; i < 16; i++)
            layer.ValueAt(i).Result.ShouldBe(layer.Values[i], 2e-6);
    }

    private static TrainedModel Fastai()
    {
        Randomness.Seed(1);
        return new TrainedModel(new ResNet18(1, 3, ResNetHead.Fastai), ["a", "b", "c"], 20, 20);
    }

    private static IEnumerable<int> Sample(int count) =>
        Enumerable.Range(0, 5).Select(i => (int)((long)i * (count - 1) / 4)).Distinct();

    /// <summary>(n + 1) roundings of half an ulp at most, and a few for the coefficients of a batch norm or an interpolation.</summary>
    private static double Bound(ValueTrace value) =>
        (value.Terms.Count + 8) * Math.Pow(2, -24) * (value.Terms.Sum(term => Math.Abs(term.Product)) + Math.Abs(value.Bias));
}
