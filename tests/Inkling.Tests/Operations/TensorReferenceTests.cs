using Inkling.Formats;

namespace Inkling.Tests.Operations;

/// <summary>The operations of TestData/tensor_operations.py beside PyTorch's: value, shape and gradients.</summary>
[Collection(ComputeSettings.Name)]
public class TensorReferenceTests
{
    private static readonly SafeTensorsFile File = Reference.Open("tensor_operations.safetensors");

    private static readonly Tensor Index = File.Tensor("index");

    private static readonly Dictionary<string, Func<ReferenceCase, Tensor>> Table = new()
    {
        ["sqrt"] = c => c["x"].Sqrt(),
        ["rsqrt"] = c => c["x"].Rsqrt(),
        ["square"] = c => c["x"].Square(),
        ["tanh"] = c => c["x"].Tanh(),
        ["sin"] = c => c["x"].Sin(),
        ["cos"] = c => c["x"].Cos(),
        ["erf"] = c => c["x"].Erf(),
        ["gelu"] = c => c["x"].Gelu(),
        ["gelu_tanh"] = c => c["x"].Gelu(approximate: true),
        ["silu"] = c => c["x"].Silu(),
        ["softplus"] = c => c["x"].Softplus(),
        ["leaky_relu"] = c => c["x"].LeakyRelu(0.1f),
        ["elu"] = c => c["x"].Elu(1.5f),
        ["abs"] = c => c["x"].Abs(),
        ["clamp"] = c => c["x"].Clamp(-1, 1),
        ["clamp_min"] = c => c["x"].Clamp(min: 0.5f),
        ["round"] = c => c["x"].Round(),
        ["floor"] = c => c["x"].Floor(),
        ["ceil"] = c => c["x"].Ceil(),
        ["sign"] = c => c["x"].Sign(),
        ["pow_scalar"] = c => c["x"].Pow(2.5f),
        ["pow_whole"] = c => c["x"].Pow(3),
        ["pow_zero"] = c => c["x"].Pow(0),
        ["pow_tensor"] = c => c["a"].Pow(c["b"]),
        ["pow_of_zero"] = c => c["a"].Pow(c["b"]),
        ["maximum"] = c => c["a"].Maximum(c["b"]),
        ["minimum"] = c => c["a"].Minimum(c["b"]),
        ["eq"] = c => c["a"] == c["b"],
        ["ne"] = c => c["a"] != c["b"],
        ["gt"] = c => c["a"] > c["b"],
        ["ge"] = c => c["a"] >= c["b"],
        ["lt"] = c => c["a"] < c["b"],
        ["le"] = c => c["a"] <= c["b"],
        ["sum_dims"] = c => c["x"].Sum([0, 2]),
        ["mean_dims_keep"] = c => c["x"].Mean([1, -1], keepDim: true),
        ["var"] = c => c["x"].Var(),
        ["var_dim"] = c => c["x"].Var(1),
        ["var_dim_biased"] = c => c["x"].Var(-1, unbiased: false, keepDim: true),
        ["std"] = c => c["x"].Std(),
        ["std_dim"] = c => c["x"].Std(0, keepDim: true),
        ["norm"] = c => c["x"].Norm(),
        ["norm_zero"] = c => c["x"].Norm(),
        ["norm_dim"] = c => c["x"].Norm(1),
        ["max_values"] = c => c["x"].Max(1, keepDim: true).Values,
        ["min_values"] = c => c["x"].Min(2).Values,
        ["max_indices"] = c => c["x"].Max(0).Indices,
        ["argmax"] = c => c["x"].ArgMax(),
        ["argmin_dim"] = c => c["x"].ArgMin(1, keepDim: true),
        ["any_dim"] = c => c["x"].Any(1),
        ["all_dim"] = c => c["x"].All(0, keepDim: true),
        ["log_sum_exp"] = c => c["x"].LogSumExp(1),
        ["softmax_dim"] = c => c["x"].Softmax(1),
        ["log_softmax_dim"] = c => c["x"].LogSoftmax(0),
        ["cumsum"] = c => c["x"].CumSum(1),
        ["sort"] = c => c["x"].Sort(1).Values,
        ["sort_indices"] = c => c["x"].Sort(1, descending: true).Indices,
        ["argsort"] = c => c["x"].ArgSort(),
        ["topk"] = c => c["x"].TopK(2, 1).Values,
        ["topk_indices"] = c => c["x"].TopK(3, 2, largest: false).Indices,
        ["gather"] = c => c["x"].Gather(1, Index),
        ["scatter"] = c => c["x"].Scatter(1, Index, c["s"]),
        ["scatter_add"] = c => c["x"].ScatterAdd(1, Index, c["s"]),
        ["index_select"] = c => c["x"].IndexSelect(1, [3, 0, 3]),
        ["masked_fill"] = c => c["x"].MaskedFill(c["x"] > 0.5f, -1),
        ["masked_select"] = c => c["x"].MaskedSelect(c["x"] > 0.5f),
        ["where"] = c => Tensor.Where(c["a"] > 0, c["a"], c["b"]),
        ["index_range"] = c => c["x"][1..3, .., 1..^1],
        ["index_mixed"] = c => c["x"][-1, ..2, 3],
        ["unsqueeze_squeeze"] = c => c["x"][.., ..1].Squeeze(1).Unsqueeze(-1),
        ["stack"] = c => Tensor.Stack([c["a"], c["b"]], -1),
        ["cat"] = c => Tensor.Cat([c["a"], c["b"]], 1),
        ["split"] = c => c["x"].Split(2)[2] * c["x"].Split([1, 4])[1][0],
        ["chunk"] = c => c["x"].Chunk(3, 1)[1] * c["x"].Chunk(3, 1)[2],
        ["permute"] = c => c["x"].Permute(-1, 0, 1),
        ["transpose"] = c => c["x"].Transpose(0, -1),
        ["flatten"] = c => c["x"].Flatten(1, 2),
        ["expand"] = c => c["x"].Expand(2, -1, 4),
        ["repeat"] = c => c["x"].Repeat(2, 1, 3),
        ["flip"] = c => c["x"].Flip(0, 2),
        ["roll"] = c => c["x"].Roll(-2, 1),
        ["tril"] = c => c["x"].Tril(-1),
        ["triu"] = c => c["x"].Triu(1),
        ["one_hot"] = c => c["x"].OneHot(3),
        ["matmul_batch"] = c => c["a"].MatMul(c["b"]),
        ["matmul_broadcast"] = c => c["a"].MatMul(c["b"]),
        ["matmul_matrix"] = c => c["a"].MatMul(c["b"]),
        ["matmul_left_matrix"] = c => c["a"].MatMul(c["b"]),
        ["matmul_dot"] = c => c["a"].MatMul(c["b"]),
        ["matmul_vector"] = c => c["a"].MatMul(c["b"]),
        ["matmul_left_vector"] = c => c["a"].MatMul(c["b"]),
        ["linear_3d"] = c => c["x"].Linear(c["w"].Transpose(), c["b"]),
        ["arange"] = _ => Tensor.Arange(2, 3.1f, 0.25f),
        ["linspace"] = _ => Tensor.Linspace(-1, 2, 7),
        ["eye"] = _ => Tensor.Eye(3),
    };

    public static TheoryData<string> Cases => [.. ReferenceCase.Names(File)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_PyTorch_at_every_vector_width(string name) => ReferenceCase.Check(File, name, Table[name]);

    [Fact]
    public void Every_case_that_is_named_here_is_in_the_file() => ReferenceCase.Names(File).ShouldBe(Table.Keys, ignoreOrder: true);
}
