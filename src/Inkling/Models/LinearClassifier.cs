using Inkling.Nn;

namespace Inkling.Models;

/// <summary>A weighted sum of all pixels for each class: what there is without a hidden layer (multinomial logistic regression).</summary>
public static class LinearClassifier
{
    /// <summary>Flatten, Linear(inputs, classes). Shapes: [N, 1, 28, 28] to logits [N, 10].</summary>
    /// <param name="inputs">Pixels of an image, at least 1.</param>
    /// <param name="classes">Classes to tell apart, at least 1.</param>
    /// <param name="random">Source of the initial weights; <see cref="Randomness.Default"/> when null.</param>
    /// <returns>7,850 parameters with the sizes left as they are.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public static Sequential Create(int inputs = 784, int classes = 10, RandomStream? random = null) =>
        new(new Flatten(), new Linear(inputs, classes, random: random));
}
