using Inkling.Nn;

namespace Inkling.Models;

/// <summary>
/// A network of chosen layers: 3x3 convolutions, each with an activation and 2x2 max pooling, then linear layers, each with an activation
/// and dropout, and a linear layer to the classes. Shapes: [N, 1, rows, columns] to logits [N, classes].
/// </summary>
public sealed class CustomNetwork : Module
{
    private readonly Sequential _layers;

    internal CustomNetwork(NetworkDesign design, int rows, int columns, int classes)
    {
        if (Math.Min(rows, columns) < design.MinSide)
        {
            throw new ArgumentException(
                $"convolutions {design.Convolutions}: images of {rows}x{columns}, expected at least {design.MinSide}x{design.MinSide}");
        }

        Design = design;
        _layers = Register(
            "layers",
            new Sequential(CreateLayers(design, rows, columns, classes).Select((layer, i) => ($"{i}", layer)), addsPrefix: false));
    }

    /// <summary>Gets the design of the layers.</summary>
    public NetworkDesign Design { get; }

    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    internal override Sequential Layers => _layers;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> GetExtraState() => Design.ToExtraState();

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => _layers.Forward(input);

    /// <summary>"CustomNetwork(convolutions 8-16, layers 128-64)".</summary>
    public override string ToString() => $"CustomNetwork(convolutions {Design.Convolutions}, layers {Design.Layers})";

    private static IEnumerable<Module> CreateLayers(NetworkDesign design, int rows, int columns, int classes)
    {
        var inputs = 1;
        foreach (var channels in design.Convolutions)
        {
            yield return new Conv2d(inputs, channels, 3, padding: 1);
            yield return Activation(design.Activation);
            yield return new MaxPool2d(2);
            inputs = channels;
        }

        yield return new Flatten();
        inputs = checked((int)design.Inputs(rows, columns));
        foreach (var units in design.Layers)
        {
            yield return new Linear(inputs, units);
            yield return Activation(design.Activation);
            if (design.Dropout > 0)
                yield return new Dropout(design.Dropout);
            inputs = units;
        }

        yield return new Linear(inputs, classes);
    }

    private static Module Activation(ActivationKind kind) => kind switch
    {
        ActivationKind.Relu => new ReLU(),
        ActivationKind.LeakyRelu => new LeakyReLU(),
        ActivationKind.Tanh => new Tanh(),
        ActivationKind.Sigmoid => new Sigmoid(),
        ActivationKind.Gelu => new GELU(),
        ActivationKind.Silu => new SiLU(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), $"there is no activation {kind}"),
    };
}
