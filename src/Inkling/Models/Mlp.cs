using Inkling.Nn;

namespace Inkling.Models;

/// <summary>The network of the first lesson: one hidden layer between the pixels and the classes.</summary>
public static class Mlp
{
    /// <summary>Flatten, Linear(inputs, hidden), ReLU, Linear(hidden, classes). Shapes: [N, 1, 28, 28] to logits [N, 10].</summary>
    /// <param name="hidden">Units of the hidden layer, at least 1.</param>
    /// <param name="inputs">Pixels of an image, at least 1.</param>
    /// <param name="classes">Classes to tell apart, at least 1.</param>
    /// <param name="random">Source of the initial weights; <see cref="Randomness.Default"/> when null.</param>
    /// <returns>101,770 parameters with the sizes left as they are.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public static Sequential Create(int hidden = 128, int inputs = 784, int classes = 10, RandomStream? random = null) => new(
        new Flatten(),
        new Linear(inputs, hidden, random: random),
        new ReLU(),
        new Linear(hidden, classes, random: random));
}
