using Inkling.Autograd;
using Inkling.Kernels;
using Inkling.Nn;

namespace Inkling.Models;

/// <summary>
/// The residual network of 18 layers (He et al., CVPR 2016, table 1) with torchvision's names, order and starting values, so that a state
/// dictionary goes either way without
/// renaming. 11,175,370 parameters for one channel and ten classes, 11,181,642 for three channels. Shapes: [N, channels, H, W] to [N,
/// classes] logits, for any H and W.
/// </summary>
public sealed class ResNet18 : Module
{
    private const int ImagesAtOnce = 64;

    private static readonly int[] Widths = [64, 128, 256, 512];

    private readonly Conv2d _conv1;
    private readonly BatchNorm2d _bn1;
    private readonly List<Stage> _stages = [];
    private readonly Module _head;

    /// <summary>
    /// A network with torchvision's starting values: convolutions Kaiming normal by the fan that goes out, batch norms 1 and 0, the last
    /// layer as <see cref="Linear"/>.
    /// </summary>
    /// <param name="inChannels">1 for grey, 3 for colour images.</param>
    /// <param name="classes">How many logits come out.</param>
    /// <param name="head">What follows the last block.</param>
    /// <param name="random">Where the starting values come from; <see cref="Randomness.Default"/> when null.</param>
    public ResNet18(int inChannels = 1, int classes = 10, ResNetHead head = ResNetHead.Torchvision, RandomStream? random = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        _conv1 = Register("conv1", Convolution(inChannels, Widths[0], 7, 2, 3, random));
        _bn1 = Register("bn1", new BatchNorm2d(Widths[0]));
        _stages.Add(new Stage("conv1", $"{_conv1}, {_bn1}, ReLU()", maps => _bn1.Forward(_conv1, maps, residual: null, relu: true)));
        _stages.Add(new Stage("maxpool", "MaxPool2d(3, stride 2, padding 1)", maps => maps.MaxPool2d(3, 2, 1)));
        var channels = Widths[0];
        foreach (var (i, width) in Widths.Index())
        {
            var stride = width == Widths[0] ? 1 : 2;
            var layer = Register(
                $"layer{i + 1}", new Sequential(new BasicBlock(channels, width, stride, random), new BasicBlock(width, width, 1, random)));
            _stages.Add(new Stage($"layer{i + 1}", $"{layer}", layer.Forward));
            channels = width;
        }

        _head = head == ResNetHead.Torchvision
            ? Register<Module>("fc", new Linear(channels, classes, random: random))
            : Register<Module>("head", new FastaiHead(channels, classes, random));
        if (_head is Linear)
            _stages.Add(new Stage("avgpool", "AdaptiveAvgPool2d(1), Flatten()", MeansOf));
        _stages.Add(new Stage(_head is Linear ? "fc" : "head", $"{_head}", _head.Forward));
    }

    /// <summary>
    /// Images whose shorter side has fewer pixels are enlarged to so many before the first convolution; null (the default, and
    /// torchvision's) takes them as they are. The
    /// network was made for photographs: its first two layers shrink a digit of 28x28 to 7x7, and reading it from 40x40 halves the speed
    /// and lowers the errors by a fifth.
    /// </summary>
    public int? EnlargeTo
    {
        get;
        set
        {
            if (field is not null)
                _stages.RemoveAt(0);
            field = value;
            if (value is { } side)
                _stages.Insert(0, new Stage("enlarge", $"{new Upsample(side)}", Enlarged));
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Stage> Stages => _stages;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [N, channels, H, W] with at least one pixel.</exception>
    protected override Tensor ForwardCore(Tensor input) =>
        Training || Graph.Recording || input.Rank != 4 || input.Shape[0] <= ImagesAtOnce
            ? Stage.ForwardAll(_stages, input)
            : ComputeInParts(input);

    /// <summary>"ResNet18(1, 10)".</summary>
    public override string ToString() => $"ResNet18({_conv1.InChannels}, {Classes})";

    private int Classes => _head is Linear linear ? linear.OutFeatures : ((FastaiHead)_head).Classes;

    /// <summary>A convolution without bias that starts as torchvision's do.</summary>
    internal static Conv2d Convolution(int inChannels, int outChannels, int kernel, int stride, int padding, RandomStream? random)
    {
        var layer = new Conv2d(inChannels, outChannels, kernel, stride, padding, bias: false, random);
        var start = Initialization.KaimingNormal([kernel, kernel, inChannels, outChannels], outChannels * kernel * kernel, random);
        start.Span.CopyTo(layer.WeightInMemory.Span);
        return layer;
    }

    /// <summary>
    /// A large batch some images at a time, so that the maps stay in a core's cache from layer to layer: in evaluation each image is
    /// computed for itself anyway. Where there
    /// are parts enough, each thread takes some whole, and none waits for others between the layers.
    /// </summary>
    private Tensor ComputeInParts(Tensor input)
    {
        var shape = input.Shape;
        var size = shape[1] * shape[2] * shape[3];
        var result = Tensor.Empty(new Shape(shape[0], Classes));
        var parts = new Tensor[(shape[0] + ImagesAtOnce - 1) / ImagesAtOnce];
        for (var i = 0; i < parts.Length; i++)
        {
            var first = i * ImagesAtOnce;
            parts[i] = new Tensor(input.Node.View(shape.With(0, Math.Min(ImagesAtOnce, shape[0] - first)), first * size));
        }

        if (parts.Length >= Compute.Threads)
        {
            WorkerPool.For(parts.Length, ComputePart);
        }
        else
        {
            for (var i = 0; i < parts.Length; i++)
                ComputePart(i);
        }

        foreach (var part in parts)
            part.Release();
        return result;

        void ComputePart(int i)
        {
            // Whether results are recorded is each thread's own affair.
            using var _ = new NoGrad();
            var logits = Stage.ForwardAll(_stages, parts[i]);
            logits.Span.CopyTo(result.Span[(i * ImagesAtOnce * Classes)..]);
            logits.Release();
        }
    }

    private Tensor Enlarged(Tensor images)
    {
        if (EnlargeTo is not { } wanted || images.Rank != 4 || Math.Min(images.Shape[2], images.Shape[3]) is var side
            && (side >= wanted || side == 0))
            return images;
        return images.Interpolate2d(((int)((long)images.Shape[2] * wanted / side), (int)((long)images.Shape[3] * wanted / side)));
    }

    private static Tensor MeansOf(Tensor maps)
    {
        var means = maps.AdaptiveAvgPool2d(1);
        var rows = means.Flatten(1);
        means.Release();
        return rows;
    }
}

/// <summary>What follows the last block of a <see cref="ResNet18"/>.</summary>
public enum ResNetHead
{
    /// <summary>The mean of each map, then one linear layer called "fc".</summary>
    Torchvision,

    /// <summary>
    /// fastai's: the mean and the largest value of each map, batch norm, dropout and two linear layers; see <see cref="FastaiHead"/>.
    /// </summary>
    Fastai,
}
