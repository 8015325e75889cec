using Inkling.Nn;

namespace Inkling.Models;

/// <summary>
/// A compact convolutional network for the best accuracy in the least time on few cores: four 3x3 convolutions, each followed by batch norm
/// and ReLU, the first two by a
/// largest-of-2x2 pooling before these, and one linear layer over all that is left. Shapes: [N, 1, H, W] to logits [N, classes].
/// </summary>
/// <remarks>
/// Of 28x28 pixels the layers leave 13x13 with 32 channels, 5x5 with 32, 5x5 with 64 and 3x3 with 64. Pooling comes before the batch norm,
/// which then passes over a quarter of
/// the numbers. 70,954 parameters for images of 28x28 and ten classes.
/// </remarks>
public sealed class SmallCnn : Module
{
    /// <summary>The fewest rows and columns of an image: they leave one pixel for the last layer.</summary>
    public const int MinSide = 18;

    private const int Narrow = 32;
    private const int Wide = 64;

    private readonly List<Stage> _stages = [];
    private readonly Linear _classifier;
    private readonly int _rows, _columns;

    /// <summary>A network with the starting values of its layers.</summary>
    /// <param name="rows">Rows of an image, at least 18.</param>
    /// <param name="columns">Columns of an image, at least 18.</param>
    /// <param name="classes">Classes to tell apart, at least 1.</param>
    /// <param name="random">Where the starting values come from; <see cref="Randomness.Default"/> when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below its least.</exception>
    public SmallCnn(int rows = 28, int columns = 28, int classes = 10, RandomStream? random = null)
    {
        if (rows < MinSide || columns < MinSide)
            throw new ArgumentOutOfRangeException(
                nameof(rows), $"SmallCnn: images of {rows}x{columns}, expected at least {MinSide}x{MinSide}");
        (_rows, _columns) = (rows, columns);
        Add(1, Narrow, padding: 0, pool: true, random);
        Add(Narrow, Narrow, padding: 0, pool: true, random);
        Add(Narrow, Wide, padding: 1, pool: false, random);
        Add(Wide, Wide, padding: 0, pool: false, random);
        _classifier = Register("fc", new Linear(checked(Wide * Left(rows) * Left(columns)), classes, random: random));
        _stages.Add(new Stage("flatten", "Flatten()", maps => maps.Flatten(1)));
        _stages.Add(new Stage("fc", $"{_classifier}", _classifier.Forward));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Stage> Stages => _stages;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [N, 1, rows, columns].</exception>
    protected override Tensor ForwardCore(Tensor input)
    {
        var shape = input.Shape;
        if (shape.Rank != 4 || shape[1] != 1 || shape[2] != _rows || shape[3] != _columns)
            throw new ArgumentException($"{this}: input is {shape}, expected [*, 1, {_rows}, {_columns}]", nameof(input));
        return Stage.ForwardAll(_stages, input);
    }

    /// <summary>"SmallCnn(28x28, 10)".</summary>
    public override string ToString() => $"SmallCnn({_rows}x{_columns}, {_classifier.OutFeatures})";

    /// <summary>relu(norm(pool(convolution(input)))).</summary>
    private static Tensor Pooled(Conv2d convolution, BatchNorm2d norm, Tensor input)
    {
        var maps = convolution.Forward(input);
        var pooled = maps.MaxPool2d(2);
        maps.Release();
        var result = norm.Forward(pooled, residual: null, relu: true);
        pooled.Release();
        return result;
    }

    /// <summary>What the layers leave of a side: less 2 and halved, twice, then less 2.</summary>
    private static int Left(int side) => ((((side - 2) / 2) - 2) / 2) - 2;

    private void Add(int inChannels, int outChannels, int padding, bool pool, RandomStream? random)
    {
        var number = _stages.Count + 1;
        var convolution = Register($"conv{number}", new Conv2d(inChannels, outChannels, 3, padding: padding, bias: false, random: random));
        var norm = Register($"bn{number}", new BatchNorm2d(outChannels));
        _stages.Add(pool
            ? new Stage($"conv{number}", $"{convolution}, MaxPool2d(2), {norm}, ReLU()", maps => Pooled(convolution, norm, maps))
            : new Stage(
                $"conv{number}", $"{convolution}, {norm}, ReLU()", maps => norm.Forward(convolution, maps, residual: null, relu: true)));
    }
}
