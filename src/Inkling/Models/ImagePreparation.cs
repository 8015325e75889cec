namespace Inkling.Models;

/// <summary>What makes an image for a model out of a picture.</summary>
public enum ImagePreparation
{
    /// <summary>Nothing: only images of the model's size that are prepared already can be classified.</summary>
    None,

    /// <summary>
    /// That of MNIST: the ink is found, scaled into a box of 20x20 pixels and centred by its mass in 28x28; see
    /// <see cref="Data.MnistNormalizer"/>.
    /// </summary>
    Mnist,
}
