namespace Inkling.Data;

/// <summary>Augmentations by name, with strengths that suit digits of 28x28: what the command line offers and a recipe asks for.</summary>
public static class Augmentations
{
    private static readonly Dictionary<string, Func<Transform[]>> Known = new(StringComparer.Ordinal)
    {
        ["none"] = () => [],
        ["shift"] = () => [new RandomAffine(shift: 2)],
        ["affine"] = () => [Affine()],
        ["elastic"] = () => [new ElasticDistortion()],
        ["erase"] = () => [new RandomErase()],
        ["affine-elastic"] = () => [Affine(), new ElasticDistortion()],
    };

    /// <summary>The names, "none" first.</summary>
    public static IReadOnlyCollection<string> Names => Known.Keys;

    /// <summary>Makes the transforms of a name, in the order in which they go over a batch.</summary>
    /// <exception cref="ArgumentException">There is no such name.</exception>
    public static Transform[] Create(string name) => Known.TryGetValue(name, out var create)
        ? create()
        : throw new ArgumentException($"there is no augmentation '{name}', expected one of: {string.Join(", ", Names)}", nameof(name));

    private static RandomAffine Affine() => new(shift: 2, rotation: 8, scale: 0.08f, shear: 5);
}
