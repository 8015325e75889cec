using Inkling.Data;
using Inkling.Nn;

namespace Inkling.Models;

/// <summary>A multi-layer perceptron with one hidden layer.</summary>
public static class Mlp
{
    /// <summary>Flatten, Linear(inputs, hidden), ReLU, Linear(hidden, classes). Shapes: [N, 1, 28, 28] to logits [N, 10].</summary>
    /// <param name="hidden">The number of hidden units, at least 1.</param>
    /// <param name="inputs">Pixels of an image, at least 1.</param>
    /// <param name="classes">The number of classes, at least 1.</param>
    /// <param name="random">Source of the initial weights; <see cref="Randomness.Default"/> when null.</param>
    /// <returns>A network of 101,770 parameters with the default sizes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public static Sequential Create(
        int hidden = 128, int inputs = MnistNormalizer.Size * MnistNormalizer.Size, int classes = 10, RandomStream? random = null) => new(
        new Flatten(),
        new Linear(inputs, hidden, random: random),
        new ReLU(),
        new Linear(hidden, classes, random: random));
}
