using Inkling.Formats;

namespace Inkling.Tests.Operations;

/// <summary>
/// Convolution, pooling and batch norm beside PyTorch's: value, shape, running statistics, and the gradient of sum(out * weight) for each
/// input.
/// </summary>
[Collection(ComputeSettings.Name)]
public class ConvolutionReferenceTests
{
    private static readonly SafeTensorsFile File = Reference.Open("operations.safetensors");

    private static readonly Dictionary<string, Func<IReadOnlyDictionary<string, Tensor>, Tensor>> Table = new()
    {
        ["conv3x3"] = c => Convolve(c, 1, 1),
        ["conv3x3_stride2"] = c => Convolve(c, 2, 1),
        ["conv1x1_stride2"] = c => Convolve(c, 2, 0),
        ["conv7x7_stride2"] = c => Convolve(c, 2, 3),
        ["conv5x5_valid"] = c => Convolve(c, 1, 0),
        ["conv3x3_on_1x1"] = c => Convolve(c, 1, 1),
        ["conv3x3_on_2x2"] = c => Convolve(c, 1, 1),
        ["conv3x3_wide"] = c => Convolve(c, 1, 1),
        ["maxpool3x3_stride2_pad1"] = c => c["x"].MaxPool2d(3, 2, 1),
        ["maxpool2x2"] = c => c["x"].MaxPool2d(2),
        ["avgpool2x2"] = c => c["x"].AvgPool2d(2),
        ["adaptive_avgpool_1x1"] = c => c["x"].AdaptiveAvgPool2d(1),
        ["adaptive_maxpool_1x1"] = c => c["x"].AdaptiveMaxPool2d(1),
        ["batchnorm2d_train"] = c => Normalise(c, "batchnorm2d", training: true),
        ["batchnorm2d_eval"] = c => Normalise(c, "batchnorm2d", training: false),
        ["batchnorm1d_train"] = c => Normalise(c, "batchnorm1d", training: true),
        ["batchnorm1d_eval"] = c => Normalise(c, "batchnorm1d", training: false),
    };

    public static TheoryData<string> Cases => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_PyTorch_at_every_vector_width(string name) => File.ShouldHaveCase(name, Table[name]);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Has_the_same_bits_for_any_number_of_threads_and_vector_width(string name) =>
        File.ShouldHaveOneResult(name, Table[name]);

    private static Tensor Convolve(IReadOnlyDictionary<string, Tensor> inputs, int stride, int padding) =>
        inputs["x"].Conv2d(inputs["w"].Permute(2, 3, 1, 0), inputs.TryGetValue("b", out var bias) ? bias : null, stride, padding);

    private static Tensor Normalise(IReadOnlyDictionary<string, Tensor> inputs, string name, bool training)
    {
        var (mean, variance) = (File.Tensor($"{name}_train.running_mean"), File.Tensor($"{name}_train.running_var"));
        if (!training)
            return inputs["x"].BatchNorm(inputs["w"], inputs["b"], mean, variance, training: false);
        var (movingMean, movingVariance) = (Tensor.Zeros(mean.Length), Tensor.Ones(mean.Length));
        var result = inputs["x"].BatchNorm(inputs["w"], inputs["b"], movingMean, movingVariance, training: true);
        movingMean.ShouldBeCloseTo(mean, Close.Operation, $"{name}: running mean");
        movingVariance.ShouldBeCloseTo(variance, Close.Operation, $"{name}: running variance");
        return result;
    }
}
