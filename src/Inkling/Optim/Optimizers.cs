namespace Inkling.Optim;

/// <summary>Optimizers by name: what the command line offers and a recipe asks for.</summary>
public static class Optimizers
{
    private const float Momentum = 0.9f;

    /// <summary>The names, the plainest first; "momentum" is SGD with a momentum of 0.9.</summary>
    public static IReadOnlyList<string> Names { get; } = ["sgd", "momentum", "adam", "adamw"];

    /// <summary>Makes an optimizer.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="parameters">What it changes.</param>
    /// <param name="learningRate">How far a step goes, above 0.</param>
    /// <param name="weightDecay">For "sgd" and "momentum", 0 or more; the Adam family keeps its own.</param>
    /// <exception cref="ArgumentException">There is no such name, or no parameter.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static Optimizer Create(string name, IEnumerable<Tensor> parameters, float learningRate, float weightDecay = 0) => name switch
    {
        "sgd" => new SGD(parameters, learningRate, weightDecay: weightDecay),
        "momentum" => new SGD(parameters, learningRate, momentum: Momentum, weightDecay: weightDecay),
        "adam" => new Adam(parameters, learningRate),
        "adamw" => new AdamW(parameters, learningRate),
        _ => throw new ArgumentException($"there is no optimizer '{name}', expected one of: {string.Join(", ", Names)}", nameof(name)),
    };
}
