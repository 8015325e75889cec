using Inkling.Nn;

namespace Inkling.Models;

/// <summary>
/// Two 3x3 convolutions and a way around them, so that they only have to learn what is to be added: relu(bn2(conv2(relu(bn1(conv1(x))))) +
/// x) (He et al., CVPR 2016, figure 2).
/// Where the shape changes, a 1x1 convolution and a batch norm stand in the way around. Shapes: [N, in, H, W] to [N, out, H / stride, W /
/// stride], rounded up.
/// </summary>
public sealed class BasicBlock : Module
{
    private readonly Conv2d _conv1, _conv2;
    private readonly BatchNorm2d _bn1, _bn2;
    private readonly Conv2d? _downsample;
    private readonly BatchNorm2d? _downsampleNorm;

    /// <summary>A block with the convolutions' starting values drawn as torchvision draws a ResNet's.</summary>
    /// <param name="inChannels">Maps in, at least 1.</param>
    /// <param name="outChannels">Maps out, at least 1.</param>
    /// <param name="stride">Of the first convolution and of the way around: at least 1.</param>
    /// <param name="random">Where the starting values come from; <see cref="Randomness.Default"/> when null.</param>
    public BasicBlock(int inChannels, int outChannels, int stride = 1, RandomStream? random = null)
    {
        _conv1 = Register("conv1", ResNet18.Convolution(inChannels, outChannels, 3, stride, 1, random));
        _bn1 = Register("bn1", new BatchNorm2d(outChannels));
        _conv2 = Register("conv2", ResNet18.Convolution(outChannels, outChannels, 3, 1, 1, random));
        _bn2 = Register("bn2", new BatchNorm2d(outChannels));
        if (stride == 1 && inChannels == outChannels)
            return;
        _downsample = ResNet18.Convolution(inChannels, outChannels, 1, stride, 0, random);
        _downsampleNorm = new BatchNorm2d(outChannels);
        Register("downsample", new Sequential(_downsample, _downsampleNorm));
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input)
    {
        var middle = _bn1.Forward(_conv1, input, residual: null, relu: true);
        if (_downsample is null)
        {
            var same = _bn2.Forward(_conv2, middle, input, relu: true);
            middle.Release();
            return same;
        }

        var around = _downsampleNorm!.Forward(_downsample, input, residual: null, relu: false);
        var result = _bn2.Forward(_conv2, middle, around, relu: true);
        middle.Release();
        around.Release();
        return result;
    }

    /// <summary>"BasicBlock(64, 128, stride 2)".</summary>
    public override string ToString() =>
        $"BasicBlock({_conv1.InChannels}, {_conv1.OutChannels}{(_conv1.Stride == 1 ? "" : $", stride {_conv1.Stride}")})";
}
