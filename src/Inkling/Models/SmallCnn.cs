using Inkling.Data;
using Inkling.Nn;

namespace Inkling.Models;

/// <summary>
/// A compact convolutional network for high accuracy at little cost on few cores: four 3x3 convolutions with batch norm and ReLU, 2x2 max
/// pooling after the first two, and one linear layer. Shapes: [N, 1, H, W] to logits [N, classes].
/// </summary>
/// <remarks>
/// The feature maps of 28x28 pixels are 13x13x32, 5x5x32, 5x5x64 and 3x3x64. Pooling comes before batch norm, which then passes over a
/// quarter of the numbers. 70,954 parameters for images of 28x28 and ten classes.
/// </remarks>
public sealed class SmallCnn : Module
{
    /// <summary>The fewest rows and columns of an image: they leave one pixel for the last layer.</summary>
    public const int MinSide = 18;

    private readonly int _rows, _columns, _classes;
    private readonly Sequential _layers;

    /// <summary>A network with the initial weights of its layers.</summary>
    /// <param name="rows">Rows of an image, at least 18.</param>
    /// <param name="columns">Columns of an image, at least 18.</param>
    /// <param name="classes">Logits, at least 1.</param>
    /// <param name="random">Source of the initial weights; <see cref="Randomness.Default"/> when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below its minimum.</exception>
    public SmallCnn(
        int rows = MnistNormalizer.Size, int columns = MnistNormalizer.Size, int classes = 10, RandomStream? random = null)
    {
        if (rows < MinSide || columns < MinSide)
            throw new ArgumentOutOfRangeException(
                nameof(rows), $"SmallCnn: images of {rows}x{columns}, expected at least {MinSide}x{MinSide}");
        (_rows, _columns, _classes) = (rows, columns, classes);
        _layers = Register("layers", new Sequential(
            [
                ("block1", Block(1, 1, 32, padding: 0, pool: true, random)),
                ("block2", Block(2, 32, 32, padding: 0, pool: true, random)),
                ("block3", Block(3, 32, 64, padding: 1, pool: false, random)),
                ("block4", Block(4, 64, 64, padding: 0, pool: false, random)),
                ("flatten", new Flatten()),
                ("fc", new Linear(checked(64 * LastSide(rows) * LastSide(columns)), classes, random: random)),
            ],
            addsPrefix: false));
    }

    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    internal override Sequential Layers => _layers;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [N, 1, rows, columns].</exception>
    protected override Tensor ForwardCore(Tensor input)
    {
        var shape = input.Shape;
        if (shape.Rank != 4 || shape[1] != 1 || shape[2] != _rows || shape[3] != _columns)
            throw new ArgumentException($"{this}: input is {shape}, expected [*, 1, {_rows}, {_columns}]", nameof(input));
        return _layers.Forward(input);
    }

    /// <summary>"SmallCnn(28x28, 10)".</summary>
    public override string ToString() => $"SmallCnn({_rows}x{_columns}, {_classes})";

    private static Sequential Block(int number, int inChannels, int outChannels, int padding, bool pool, RandomStream? random)
    {
        var convolution = new Conv2d(inChannels, outChannels, 3, padding: padding, bias: false, random: random);
        return new Sequential(
            [
                ($"conv{number}", convolution),
                .. pool ? [($"pool{number}", new MaxPool2d(2))] : Array.Empty<(string, Module)>(),
                ($"bn{number}", new BatchNorm2d(outChannels)),
                ($"relu{number}", new ReLU()),
            ],
            addsPrefix: false);
    }

    /// <summary>The side of the last feature maps: less 2 and halved, twice, then less 2.</summary>
    private static int LastSide(int side) => ((((side - 2) / 2) - 2) / 2) - 2;
}
