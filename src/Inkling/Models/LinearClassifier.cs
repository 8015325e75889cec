using Inkling.Data;
using Inkling.Nn;

namespace Inkling.Models;

/// <summary>Multinomial logistic regression: a weighted sum of all pixels for each class, without a hidden layer.</summary>
public static class LinearClassifier
{
    /// <summary>Flatten, Linear(inputs, classes). Shapes: [N, 1, 28, 28] to logits [N, 10].</summary>
    /// <param name="inputs">Pixels of an image, at least 1.</param>
    /// <param name="classes">The number of classes, at least 1.</param>
    /// <param name="random">Source of the initial weights; <see cref="Randomness.Default"/> when null.</param>
    /// <returns>A network of 7,850 parameters with the default sizes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public static Sequential Create(
        int inputs = MnistNormalizer.Size * MnistNormalizer.Size, int classes = 10, RandomStream? random = null) =>
        new(new Flatten(), new Linear(inputs, classes, random: random));
}
