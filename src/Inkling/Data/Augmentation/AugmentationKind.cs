namespace Inkling.Data;

/// <summary>
/// The augmentations of training images that can be chosen by name (<see cref="KebabCase"/>), by the command line or a recipe, with
/// strengths that suit digits of 28x28 pixels.
/// </summary>
public enum AugmentationKind
{
    /// <summary>Images stay as they are.</summary>
    None,

    /// <summary>Translation by up to 2 pixels.</summary>
    Shift,

    /// <summary>Translation by up to 2 pixels, rotation by up to 8 degrees, scaling by up to 8 % and shear by up to 5 degrees.</summary>
    Affine,

    /// <summary><see cref="ElasticDistortion"/>.</summary>
    Elastic,

    /// <summary><see cref="RandomErase"/>.</summary>
    Erase,

    /// <summary><see cref="Affine"/>, then <see cref="Elastic"/>.</summary>
    AffineElastic,
}

/// <summary>Creates transforms from their <see cref="AugmentationKind"/>.</summary>
public static class AugmentationKinds
{
    /// <summary>Creates the transforms, in the order in which they are applied to a batch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The kind is none.</exception>
    public static Transform[] Create(this AugmentationKind kind) => kind switch
    {
        AugmentationKind.None => [],
        AugmentationKind.Shift => [new RandomAffine(shift: 2)],
        AugmentationKind.Affine => [Affine()],
        AugmentationKind.Elastic => [new ElasticDistortion()],
        AugmentationKind.Erase => [new RandomErase()],
        AugmentationKind.AffineElastic => [Affine(), new ElasticDistortion()],
        _ => throw new ArgumentOutOfRangeException(nameof(kind), $"there is no augmentation {kind}"),
    };

    private static RandomAffine Affine() => new(shift: 2, rotation: 8, scale: 0.08f, shear: 5);
}
