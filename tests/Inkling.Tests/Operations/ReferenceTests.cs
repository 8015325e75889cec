using Inkling.Formats;

namespace Inkling.Tests.Operations;

/// <summary>Every operation beside PyTorch's: value, shape, and the gradient of sum(out * weight) for each input.</summary>
[Collection(ComputeSettings.Name)]
public class ReferenceTests
{
    private static readonly SafeTensorsFile File = Reference.Open("operations.safetensors");

    private static readonly Dictionary<string, Func<ReferenceCase, Tensor>> Table = new()
    {
        ["linear"] = c => c["x"].Linear(c["w"].Transpose(), c["b"]),
        ["linear_odd"] = c => c["x"].Linear(c["w"].Transpose(), c["b"]),
        ["matmul"] = c => c["a"].MatMul(c["b"]),
        ["relu"] = c => c["x"].Relu(),
        ["sigmoid"] = c => c["x"].Sigmoid(),
        ["softmax"] = c => c["x"].Softmax(),
        ["log_softmax_large"] = c => c["x"].LogSoftmax(),
        ["add_broadcast"] = c => c["a"] + c["b"],
        ["mul_broadcast"] = c => c["a"] * c["b"],
        ["sub_div"] = c => (c["a"] - c["b"]) / c["b"],
        ["mean_dim"] = c => c["x"].Mean(1),
        ["sum_all"] = c => c["x"].Sum(),
        ["max_dim"] = c => c["x"].Max(1).Values,
        ["exp_log"] = c => (c["x"].Exp() + 1).Log(),
        ["cross_entropy"] = c => c["x"].CrossEntropy(c.Target),
        ["cross_entropy_smoothing"] = c => c["x"].CrossEntropy(c.Target, labelSmoothing: 0.1f),
        ["mnist_loss"] = c => Tensor.Where(c.Target == 1, 1 - c["x"].Sigmoid(), c["x"].Sigmoid()).Mean(),
        ["mse"] = c => c["x"].MeanSquaredError(c.Target),
    };

    /// <summary>Cases that stand in <see cref="ConvolutionReferenceTests"/>.</summary>
    private static readonly string[] Elsewhere =
    [
        "conv3x3", "conv3x3_stride2", "conv1x1_stride2", "conv7x7_stride2", "conv5x5_valid", "conv3x3_on_1x1", "conv3x3_on_2x2",
        "conv3x3_wide",
        "maxpool3x3_stride2_pad1", "maxpool2x2", "avgpool2x2", "adaptive_avgpool_1x1", "adaptive_maxpool_1x1",
        "batchnorm2d_train", "batchnorm2d_eval", "batchnorm1d_train", "batchnorm1d_eval",
    ];

    public static TheoryData<string> Cases => [.. ReferenceCase.Names(File).Except(Elsewhere)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_PyTorch_at_every_vector_width(string name)
    {
        Table.ShouldContainKey(name, "a case of the file that no test knows");
        ReferenceCase.Check(File, name, Table[name]);
    }

    [Fact]
    public void Every_case_that_is_named_here_is_in_the_file() =>
        ReferenceCase.Names(File).ShouldBe(Table.Keys.Concat(Elsewhere), ignoreOrder: true);
}
