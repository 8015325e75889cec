using Inkling.Data;
using Inkling.Nn;

namespace Inkling.Models;

/// <summary>A multi-layer perceptron with one hidden layer for two classes, such as 3 and 7.</summary>
public static class SimpleNet
{
    /// <summary>
    /// Flatten, Linear(inputs, hidden), ReLU, Linear(hidden, 1), TwoClassLogits. Shapes: [N, 1, 28, 28] to logits [N, 2].
    /// </summary>
    /// <param name="hidden">The number of hidden units, at least 1.</param>
    /// <param name="inputs">Pixels of an image, at least 1.</param>
    /// <param name="random">Source of the initial weights; <see cref="Randomness.Default"/> when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public static Sequential Create(
        int hidden = 32, int inputs = MnistNormalizer.Size * MnistNormalizer.Size, RandomStream? random = null) => new(
        new Flatten(),
        new Linear(inputs, hidden, random: random),
        new ReLU(),
        new Linear(hidden, 1, random: random),
        new TwoClassLogits());
}
