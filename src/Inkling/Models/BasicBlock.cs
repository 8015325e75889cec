using Inkling.Nn;

namespace Inkling.Models;

/// <summary>
/// The building block of <see cref="ResNet18"/>: relu(bn2(conv2(relu(bn1(conv1(x))))) + shortcut(x)) with 3x3 convolutions (He et al.,
/// CVPR 2016, figure 2). The shortcut is the identity, or a 1x1 convolution and a batch norm where the shape changes. Shapes: [N, in, H, W]
/// to [N, out, H / stride, W / stride], rounded up.
/// </summary>
public sealed class BasicBlock : Module
{
    private readonly Conv2d _conv1, _conv2;
    private readonly BatchNorm2d _bn1, _bn2;
    private readonly Sequential? _downsample;

    /// <summary>A block with torchvision's initial weights.</summary>
    /// <param name="inChannels">Input channels, at least 1.</param>
    /// <param name="outChannels">Output channels, at least 1.</param>
    /// <param name="stride">The stride of the first convolution and of the shortcut, at least 1.</param>
    /// <param name="random">Source of the initial weights; <see cref="Randomness.Default"/> when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public BasicBlock(int inChannels, int outChannels, int stride = 1, RandomStream? random = null)
    {
        _conv1 = Register("conv1", ResNet18.Convolution(inChannels, outChannels, 3, stride, 1, random));
        _bn1 = Register("bn1", new BatchNorm2d(outChannels));
        _conv2 = Register("conv2", ResNet18.Convolution(outChannels, outChannels, 3, 1, 1, random));
        _bn2 = Register("bn2", new BatchNorm2d(outChannels));
        if (stride != 1 || inChannels != outChannels)
        {
            _downsample = Register("downsample", new Sequential(
                ResNet18.Convolution(inChannels, outChannels, 1, stride, 0, random), new BatchNorm2d(outChannels)));
        }
    }

    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [N, in, H, W].</exception>
    protected override Tensor ForwardCore(Tensor input)
    {
        var hidden = _conv1.Forward(input, _bn1, relu: true);
        var shortcut = _downsample?.Forward(input) ?? input;
        return _conv2.Forward(hidden, _bn2, residual: shortcut, relu: true);
    }

    /// <summary>"BasicBlock(64, 128, stride 2)".</summary>
    public override string ToString() =>
        $"BasicBlock({_conv1.InChannels}, {_conv1.OutChannels}{(_conv1.Stride == 1 ? "" : $", stride {_conv1.Stride}")})";
}
