using System.Globalization;
using Inkling.Autograd;
using Inkling.Nn;

namespace Inkling.Models;

/// <summary>
/// The residual network of 18 layers (He et al., CVPR 2016, table 1) with torchvision's names, order and initial weights, so that state
/// dictionaries can be exchanged. 11,175,370 parameters for one channel and ten classes, 11,181,642 for three channels. Shapes:
/// [N, channels, H, W] to logits [N, classes], for any H and W.
/// </summary>
public sealed class ResNet18 : Module
{
    /// <summary>The largest <see cref="EnlargeTo"/>: 256 pixels.</summary>
    public const int MaximumEnlargedSide = 256;

    private const int PartSize = 64;
    private const string EnlargeKey = "enlarge_to";

    private readonly int _inChannels;
    private readonly Enlarge _enlarge = new();
    private readonly Sequential _layers;

    /// <summary>
    /// A network with torchvision's initial weights: convolutions Kaiming normal by the fan out, batch norms 1 and 0, the last layer as
    /// <see cref="Linear"/>.
    /// </summary>
    /// <param name="inChannels">Input channels: 1 for grey, 3 for colour images.</param>
    /// <param name="classes">Logits, at least 1.</param>
    /// <param name="head">What follows the last block.</param>
    /// <param name="random">Source of the initial weights; <see cref="Randomness.Default"/> when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public ResNet18(int inChannels = 1, int classes = 10, ResNetHead head = ResNetHead.Torchvision, RandomStream? random = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        _inChannels = inChannels;
        _layers = Register("layers", new Sequential(
            [
                ("enlarge", _enlarge),
                ("stem", new Sequential(
                    [("conv1", Convolution(inChannels, 64, 7, 2, 3, random)), ("bn1", new BatchNorm2d(64)), ("relu", new ReLU())],
                    addsPrefix: false)),
                ("maxpool", new MaxPool2d(3, 2, 1)),
                ("layer1", Blocks(64, 64, 1, random)),
                ("layer2", Blocks(64, 128, 2, random)),
                ("layer3", Blocks(128, 256, 2, random)),
                ("layer4", Blocks(256, 512, 2, random)),
                .. Head(head, 512, classes, random),
            ],
            addsPrefix: false));
    }

    /// <summary>
    /// Images whose shorter side has fewer pixels are enlarged to so many before the first convolution; null (the default, and
    /// torchvision's behaviour) takes them as they are. The network was made for photographs: its first two layers reduce a digit of 28x28
    /// to 7x7, and enlarging it to 40x40 halves the speed and lowers the error rate by a fifth.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A value set is not from 1 to <see cref="MaximumEnlargedSide"/>.</exception>
    public int? EnlargeTo
    {
        get => _enlarge.Side;
        set => _enlarge.Side = value is null or (> 0 and <= MaximumEnlargedSide)
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value, $"ResNet18: images enlarged to {value} pixels, expected 1 to {MaximumEnlargedSide}");
    }

    /// <summary>
    /// Gets or sets the last module, as <c>network.Fc = new Linear(512, 3)</c> to fine-tune the network for other classes: a
    /// <see cref="Linear"/> called "fc", from [N, 512] to [N, classes], or the <see cref="FastaiHead"/>.
    /// </summary>
    public Module Fc
    {
        get => _layers[^1];
        set => _layers[^1] = value;
    }

    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    internal override Sequential Layers => _layers;

    /// <summary>"enlarge_to", where images are enlarged.</summary>
    public override IReadOnlyDictionary<string, string> GetExtraState() =>
        EnlargeTo is { } side ? new Dictionary<string, string> { [EnlargeKey] = side.ToString(CultureInfo.InvariantCulture) } : [];

    /// <inheritdoc/>
    public override void SetExtraState(IReadOnlyDictionary<string, string> state)
    {
        if (!state.TryGetValue(EnlargeKey, out var text))
            EnlargeTo = null;
        else if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var side)
            && side is > 0 and <= MaximumEnlargedSide)
            EnlargeTo = side;
        else
            throw new FormatException($"images are enlarged to '{text}', expected a number of pixels from 1 to {MaximumEnlargedSide}");
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [N, channels, H, W] with at least one pixel.</exception>
    protected override Tensor ForwardCore(Tensor input) =>
        Training || Graph.Recording || input.Rank != 4 || input.Shape[0] <= PartSize || Modules().Any(module => module.HasHooks)
            || Classes is not { } classes
            ? _layers.Forward(input)
            : BatchParts.Forward(_layers, input, classes, PartSize);

    /// <summary>"ResNet18(1, 10)".</summary>
    public override string ToString() => $"ResNet18({_inChannels}, {Classes?.ToString(CultureInfo.InvariantCulture) ?? $"{Fc}"})";

    /// <summary>The number of logits; null where the last module is one of a user's own.</summary>
    private int? Classes => Fc switch
    {
        Linear linear => linear.OutFeatures,
        FastaiHead head => head.Classes,
        _ => null,
    };

    /// <summary>A convolution without bias and with torchvision's initial weights.</summary>
    internal static Conv2d Convolution(int inChannels, int outChannels, int kernel, int stride, int padding, RandomStream? random)
    {
        var layer = new Conv2d(inChannels, outChannels, kernel, stride, padding, bias: false, random: random);
        var weight = Initialization.KaimingNormal([kernel, kernel, inChannels, outChannels], outChannels * kernel * kernel, random);
        weight.Span.CopyTo(layer.WeightInMemory.Span);
        return layer;
    }

    private static Sequential Blocks(int inChannels, int outChannels, int stride, RandomStream? random) =>
        new(new BasicBlock(inChannels, outChannels, stride, random), new BasicBlock(outChannels, outChannels, 1, random));

    private static (string Name, Module Module)[] Head(ResNetHead head, int features, int classes, RandomStream? random) => head switch
    {
        ResNetHead.Torchvision =>
            [("avgpool", new AdaptiveAvgPool2d(1)), ("flatten", new Flatten()), ("fc", new Linear(features, classes, random: random))],
        _ => [("head", new FastaiHead(features, classes, random))],
    };
}

/// <summary>What follows the last block of a <see cref="ResNet18"/>.</summary>
public enum ResNetHead
{
    /// <summary>The mean of each feature map and one linear layer called "fc".</summary>
    Torchvision,

    /// <summary>
    /// fastai's: maximum and mean of each feature map, batch norm, dropout and two linear layers; see <see cref="FastaiHead"/>.
    /// </summary>
    Fastai,
}
