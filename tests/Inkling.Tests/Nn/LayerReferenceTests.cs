using Inkling.Formats;
using Inkling.Nn;
using Inkling.Tests.Operations;

namespace Inkling.Tests.Nn;

/// <summary>The layers and losses of TestData/nn_optim.py beside PyTorch's: value, shape and gradients.</summary>
[Collection(ComputeSettings.Name)]
public class LayerReferenceTests
{
    private static readonly SafeTensorsFile File = Reference.Open("nn_optim.safetensors");

    private static readonly Dictionary<string, Func<ReferenceCase, Tensor>> Table = new()
    {
        ["tanh"] = c => new Tanh().Forward(c["x"]),
        ["gelu"] = c => new GELU().Forward(c["x"]),
        ["gelu_tanh"] = c => new GELU(approximate: true).Forward(c["x"]),
        ["silu"] = c => new SiLU().Forward(c["x"]),
        ["leaky_relu"] = c => new LeakyReLU(0.1f).Forward(c["x"]),
        ["elu"] = c => new ELU(1.5f).Forward(c["x"]),
        ["softmax"] = c => new Softmax().Forward(c["x"]),
        ["softmax_first"] = c => new Softmax(0).Forward(c["x"]),
        ["log_softmax"] = c => new LogSoftmax().Forward(c["x"]),
        ["layer_norm"] = c => c["x"].LayerNorm([11], c["w"], c["b"]),
        ["layer_norm_3d"] = c => c["x"].LayerNorm([37], c["w"], c["b"]),
        ["layer_norm_two"] = c => c["x"].LayerNorm([3, 8], c["w"], c["b"], 1e-3f),
        ["layer_norm_plain"] = c => new LayerNorm(6, affine: false).Forward(c["x"]),
        ["group_norm"] = c => c["x"].GroupNorm(3, c["w"], c["b"]),
        ["group_norm_one"] = c => c["x"].GroupNorm(1, c["w"], c["b"]),
        ["group_norm_flat"] = c => c["x"].GroupNorm(2, c["w"], c["b"]),
        ["group_norm_plain"] = c => new GroupNorm(4, 4, affine: false).Forward(c["x"]),
        ["embedding"] = c => c["w"].IndexSelect(0, c.Target.Reshape(6)).Reshape(2, 3, 4),
        ["bce_with_logits_extreme"] = c => new BCEWithLogitsLoss().Forward(c["x"], c.Target),
        ["kl_div_batchmean"] = c => new KLDivLoss(Reduction.BatchMean).Forward(c["x"], c.Target),
    };

    private static readonly Dictionary<string, Func<Reduction, Loss>> Losses = new()
    {
        ["bce_with_logits"] = reduction => new BCEWithLogitsLoss(reduction),
        ["bce"] = reduction => new BCELoss(reduction),
        ["l1"] = reduction => new L1Loss(reduction),
        ["mse"] = reduction => new MSELoss(reduction),
        ["huber"] = reduction => new HuberLoss(reduction, delta: 0.7f),
        ["smooth_l1"] = reduction => new SmoothL1Loss(reduction, beta: 0.7f),
        ["kl_div"] = reduction => new KLDivLoss(reduction),
        ["cross_entropy"] = reduction => new CrossEntropyLoss(labelSmoothing: 0.1f, reduction),
        ["nll"] = reduction => new NLLLoss(reduction),
    };

    public static TheoryData<string> Cases => [.. ReferenceCase.Names(File)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_PyTorch_at_every_vector_width(string name) => ReferenceCase.Check(File, name, Find(name));

    [Fact]
    public void Every_case_that_is_named_here_is_in_the_file()
    {
        var names = ReferenceCase.Names(File).ToList();
        Table.Keys.ShouldBeSubsetOf(names);
        foreach (var loss in Losses.Keys)
            names.ShouldContain($"{loss}_none");
    }

    private static Func<ReferenceCase, Tensor> Find(string name)
    {
        if (Table.TryGetValue(name, out var operation))
            return operation;
        var split = name.LastIndexOf('_');
        var loss = Losses[name[..split]](Enum.Parse<Reduction>(name[(split + 1)..], ignoreCase: true));
        var hasTarget = File.Tensors.Any(tensor => tensor.Name == $"{name}.target");
        return c => loss.Forward(c["x"], hasTarget ? c.Target : c["t"]);
    }
}
