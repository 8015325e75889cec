using Inkling.Nn;

namespace Inkling.Models;

/// <summary>The smallest network that is more than a weighted sum: for two classes, a 3 and a 7.</summary>
public static class SimpleNet
{
    /// <summary>
    /// Flatten, Linear(inputs, hidden), ReLU, Linear(hidden, 1), TwoClassLogits. Shapes: [N, 1, 28, 28] to logits [N, 2].
    /// </summary>
    /// <param name="hidden">Units of the hidden layer, at least 1.</param>
    /// <param name="inputs">Pixels of an image, at least 1.</param>
    /// <param name="random">Source of the initial weights; <see cref="Randomness.Default"/> when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public static Sequential Create(int hidden = 32, int inputs = 784, RandomStream? random = null) => new(
        new Flatten(),
        new Linear(inputs, hidden, random: random),
        new ReLU(),
        new Linear(hidden, 1, random: random),
        new TwoClassLogits());
}
