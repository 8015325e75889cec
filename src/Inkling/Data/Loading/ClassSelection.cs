using Inkling.Formats;

namespace Inkling.Data;

/// <summary>The images of some classes only, such as threes and sevens.</summary>
public static class ClassSelection
{
    /// <summary>Both sides of a source with some classes only; see <see cref="Only(ImageDataset, ReadOnlySpan{string})"/>.</summary>
    /// <exception cref="ArgumentException">No class is named.</exception>
    /// <exception cref="InvalidDataException">A side has no image of a class.</exception>
    public static DigitData Only(this DigitData data, params ReadOnlySpan<string> classes) =>
        data with { Train = data.Train.Only(classes), Test = data.Test.Only(classes) };

    /// <summary>
    /// The images of some classes, mixed in an order that follows from their content alone: the same images give the same set, wherever
    /// they come from and in whatever order they lay there.
    /// </summary>
    /// <param name="images">The set to choose from. The bytes are copied.</param>
    /// <param name="classes">The names of the classes; their places here become the labels.</param>
    /// <exception cref="ArgumentException">No class is named.</exception>
    /// <exception cref="InvalidDataException">There is no image of a class.</exception>
    public static ImageDataset Only(this ImageDataset images, params ReadOnlySpan<string> classes)
    {
        if (classes.Length == 0)
            throw new ArgumentException("Only: no class is named", nameof(classes));
        string[] names = [.. classes];
        int[] places = [.. images.ClassNames.Select(name => Array.IndexOf(names, name))];
        var chosen = Enumerable.Range(0, images.Count)
            .Where(i => places[images.Labels[i]] >= 0)
            .Select(i => (Index: i, Label: (byte)places[images.Labels[i]], Hash: ContentHash.Of(images.Image(i))))
            .OrderBy(image => image.Hash)
            .ThenBy(image => image.Label)
            .ToArray();
        if (Enumerable.Range(0, names.Length)
            .Except(chosen.Select(image => (int)image.Label)).Select(i => names[i]).FirstOrDefault() is { } missing)
            throw new InvalidDataException(
                $"{images.Name}: no image of the class {missing} in it, expected some of each of {string.Join(", ", names)}");
        var some = images.Select([.. chosen.Select(image => image.Index)]);
        return new ImageDataset(
            $"{images.Name}, {string.Join(" and ", names)}", some.Pixels, [.. chosen.Select(image => image.Label)], names, images.Rows,
            images.Columns);
    }
}
