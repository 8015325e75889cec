using Inkling.Autograd;
using Inkling.Formats;
using Inkling.Nn;

namespace Inkling.Tests.Operations;

/// <summary>
/// Convolutions with dilation and groups, in one dimension, and transposed, beside PyTorch's: value, shape, and the gradient of
/// sum(out * weight) for each input. TestData/convolutions.py wrote the values.
/// </summary>
[Collection(ComputeSettings.Name)]
public class ConvolutionVariantTests
{
    private static readonly SafeTensorsFile File = Reference.Open("convolutions.safetensors");

    /// <summary>Each takes x, PyTorch's weight in the order of memory (null for a pooling) and the bias, or null.</summary>
    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor?, Tensor>> Table = new()
    {
        ["dilation2"] = (x, w, b) => x.Conv2d(w, b, dilation: 2, padding: 2),
        ["dilation_unequal"] = (x, w, b) => x.Conv2d(w, b, (1, 2), (2, 1), (3, 1)),
        ["dilation_padding_only"] = (x, w, b) => x.Conv2d(w, b, 1, 4, 4),
        ["groups2"] = (x, w, b) => x.Conv2d(w, b, padding: 1, groups: 2),
        ["groups3_stride2"] = (x, w, b) => x.Conv2d(w, b, 2, 1, groups: 3),
        ["depthwise"] = (x, w, b) => x.Conv2d(w, b, padding: 1, groups: 5),
        ["depthwise_multiplier_dilation"] = (x, w, b) => x.Conv2d(w, b, 1, 2, 2, 4),
        ["conv1d"] = (x, w, b) => x.Conv1d(w, b, padding: 1),
        ["conv1d_stride_dilation"] = (x, w, b) => x.Conv1d(w, b, 2, 3, 2),
        ["conv1d_groups"] = (x, w, b) => x.Conv1d(w, b, padding: 2, groups: 2),
        ["transpose"] = (x, w, b) => x.ConvTranspose2d(w, b),
        ["transpose_stride2"] = (x, w, b) => x.ConvTranspose2d(w, b, 2, 1, 1),
        ["transpose_unequal"] = (x, w, b) => x.ConvTranspose2d(w, b, (3, 1), (1, 0), (2, 0)),
        ["transpose_gaps"] = (x, w, b) => x.ConvTranspose2d(w, b, 3),
        ["transpose_groups"] = (x, w, b) => x.ConvTranspose2d(w, b, 2, 1, groups: 2),
        ["transpose_dilation"] = (x, w, b) => x.ConvTranspose2d(w, b, 1, 2, 1, dilation: 2),
        ["maxpool1d"] = (x, _, _) => x.MaxPool1d(3, 2, 1),
        ["avgpool1d"] = (x, _, _) => x.AvgPool1d(4, 3, 2),
    };

    public static TheoryData<string> Cases => [.. File.Tensors.Select(tensor => tensor.Name.Split('.')[0]).Distinct()];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_PyTorch_at_every_vector_width(string name) => File.ShouldHaveCase(name, inputs => Compute(name, inputs));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Has_the_same_bits_for_any_number_of_threads_and_vector_width(string name) =>
        File.ShouldHaveOneResult(name, inputs => Compute(name, inputs));

    [Fact]
    public void A_step_allocates_nothing_once_warm()
    {
        var random = new RandomStream(1);
        var model = new Sequential(
            new Conv2d(4, 8, 3, padding: 2, dilation: 2, groups: 2, random: random), new ConvTranspose2d(8, 4, 2, 2, random: random));
        var signals = new Conv1d(4, 6, 3, padding: 1, groups: 2, random: random);
        var (images, waves) = (Tensor.Randn([3, 4, 6, 6], random), Tensor.Randn([3, 4, 20], random));
        void Step()
        {
            model.Forward(images).Sum().Backward();
            signals.Forward(waves).MaxPool1d(2).Sum().Backward();
        }

        for (var i = 0; i < 50; i++)
            Step();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 50; i++)
            Step();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_agree_with_numerical_differentiation(string name)
    {
        if (name == "maxpool1d")
            return; // Not smooth where two elements of a window are near each other.
        var inputs = File.Inputs(name);
        var names = inputs.Keys.ToArray();
        GradientCheck.Compare(
            values => Compute(name, names.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second)),
            [.. names.Select(input => inputs[input].Detach())]).ShouldBeLessThan(Close.Numerical);
    }

    [Fact]
    public void Layers_take_PyTorchs_state_dictionary_and_give_its_results()
    {
        Check("groups3_stride2", new Conv2d(9, 12, 3, 2, 1, groups: 3), "Conv2d(9, 12, kernel 3, stride 2, padding 1, groups 3)");
        Check("dilation2", new Conv2d(3, 5, 3, padding: 2, dilation: 2), "Conv2d(3, 5, kernel 3, padding 2, dilation 2)");
        Check("conv1d_groups", new Conv1d(6, 8, 5, padding: 2, groups: 2), "Conv1d(6, 8, kernel 5, padding 2, groups 2)");
        Check(
            "transpose_stride2", new ConvTranspose2d(5, 3, 3, 2, 1, 1),
            "ConvTranspose2d(5, 3, kernel 3, stride 2, padding 1, output padding 1)");
        Check(
            "transpose_groups", new ConvTranspose2d(6, 8, 3, 2, 1, groups: 2),
            "ConvTranspose2d(6, 8, kernel 3, stride 2, padding 1, groups 2)");
        Check(
            "transpose_dilation", new ConvTranspose2d(2, 3, 3, padding: 2, outputPadding: 1, bias: false, dilation: 2),
            "ConvTranspose2d(2, 3, kernel 3, padding 2, dilation 2, output padding 1, no bias)");
        Check("maxpool1d", new MaxPool1d(3, 2, 1), "MaxPool1d(3, stride 2, padding 1)");
        Check("avgpool1d", new AvgPool1d(4, 3, 2), "AvgPool1d(4, stride 3, padding 2)");

        static void Check(string name, Module layer, string shown)
        {
            var inputs = File.Inputs(name);
            var state = layer.StateDictionary().Keys.ToDictionary(key => key, key => inputs[key[..1]]);
            layer.LoadStateDictionary(state);
            layer.Forward(inputs["x"]).ShouldBeCloseTo(File.Tensor($"{name}.out"), Close.Operation, name);
            layer.ToString().ShouldBe(shown);
        }
    }

    [Fact]
    public void Initial_values_lie_within_PyTorchs_bounds()
    {
        Check(new Conv2d(8, 16, 3, groups: 4, random: new RandomStream(1)).StateDictionary(), [16, 2, 3, 3], 18);
        Check(new ConvTranspose2d(8, 16, 3, groups: 2, random: new RandomStream(1)).StateDictionary(), [8, 8, 3, 3], 72);
        Check(new Conv1d(8, 16, 5, random: new RandomStream(1)).StateDictionary(), [16, 8, 5], 40);

        static void Check(IReadOnlyDictionary<string, Tensor> state, int[] shape, int fanIn)
        {
            state["weight"].Shape.ShouldBe(new Shape(shape));
            foreach (var value in state.Values)
                value.ToArray().Max(Math.Abs).ShouldBeInRange(0.7f / MathF.Sqrt(fanIn), 1 / MathF.Sqrt(fanIn));
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_what_was_expected()
    {
        var x = Tensor.Zeros(2, 6, 5, 5);
        Refused(() => x.Conv2d(Tensor.Zeros(3, 3, 6, 4), groups: 2)).ShouldBe(
            "Conv2d: shapes [2, 6, 5, 5], [3, 3, 6, 4] and no bias with 2 groups do not fit, "
            + "expected [N, C, H, W], [KH, KW, C / groups, O] and [O], C and O multiples of groups");
        Refused(() => x.Conv2d(Tensor.Zeros(3, 3, 3, 5), groups: 2)).ShouldContain("multiples of groups");
        Refused(() => x.Conv2d(Tensor.Zeros(3, 3, 6, 4), groups: 0)).ShouldContain("with 0 groups");
        Refused(() => x.Conv2d(Tensor.Zeros(3, 3, 6, 4), dilation: 3)).ShouldStartWith(
            "Conv2d: the kernel is 3x3 with dilation 3, larger than the input of 5x5");
        Refused(() => x.Conv2d(Tensor.Zeros(3, 3, 6, 4), dilation: 0)).ShouldStartWith(
            "Conv2d: a dilation of 0 was given, expected at least 1");
        Refused(() => Tensor.Zeros(2, 6, 5).Conv2d(Tensor.Zeros(3, 3, 6, 4))).ShouldContain("[2, 6, 5]");
        Refused(() => x.Conv1d(Tensor.Zeros(3, 6, 4))).ShouldBe(
            "Conv1d: shapes [2, 6, 5, 5] and [3, 6, 4] do not fit, expected [N, C, L] and [K, C, O]");
        Refused(() => x.ConvTranspose2d(Tensor.Zeros(3, 3, 4, 5))).ShouldBe(
            "ConvTranspose2d: shapes [2, 6, 5, 5], [3, 3, 4, 5] and no bias do not fit, expected [N, C, H, W], [KH, KW, O, C] and [O]");
        Refused(() => x.ConvTranspose2d(Tensor.Zeros(3, 3, 4, 6), outputPadding: 1)).ShouldStartWith(
            "ConvTranspose2d: an output padding of 1 was given, expected 0 or more and less than the stride of 1 or the dilation of 1");
        Refused(() => x.ConvTranspose2d(Tensor.Zeros(1, 1, 4, 6), padding: 3)).ShouldBe(
            "ConvTranspose2d: the output of an input of 5x5 is -1x-1, expected at least 1x1");
        Refused(() => x.MaxPool1d(2)).ShouldBe("MaxPool1d: input is [2, 6, 5, 5], expected [N, C, L]");
        Refused(() => new Conv2d(6, 4, 3, groups: 4)).ShouldContain(
            "Conv2d: 4 groups were given for 6 and 4 channels, expected a divisor of both");
        Refused(() => new Conv2d(6, 4, 3, dilation: 0)).ShouldContain("a dilation of 0");
        Refused(() => new ConvTranspose2d(6, 4, 3, outputPadding: 1)).ShouldContain("an output padding of 1");
        Refused(() => new ConvTranspose2d(6, 4, 3).Forward(Tensor.Zeros(1, 4, 3, 3))).ShouldStartWith(
            "ConvTranspose2d(6, 4, kernel 3): input is [1, 4, 3, 3], expected [*, 6, height, width]");
        Refused(() => new Conv1d(6, 4, 3).Forward(Tensor.Zeros(1, 4, 3))).ShouldStartWith(
            "Conv1d(6, 4, kernel 3): input is [1, 4, 3], expected [*, 6, length]");

        static string Refused(Func<object> call) => Should.Throw<ArgumentException>(call).Message;
    }

    private static Tensor Compute(string name, Dictionary<string, Tensor> inputs)
    {
        var weight = !inputs.TryGetValue("w", out var w) ? default
            : w.Rank == 3 ? w.Permute(2, 1, 0)
            : w.Permute(2, 3, 1, 0);
        return Table[name](inputs["x"], weight, inputs.TryGetValue("b", out var bias) ? bias : null);
    }
}
