using Inkling.Formats;

namespace Inkling.Data;

/// <summary>Selects the images of some classes, such as threes and sevens.</summary>
public static class ClassSelection
{
    /// <summary>Selects classes of the training set and the test set; see <see cref="Only(ImageDataset, ReadOnlySpan{string})"/>.</summary>
    /// <exception cref="ArgumentException">No class is named.</exception>
    /// <exception cref="InvalidDataException">A set has no image of a class.</exception>
    public static DigitData Only(this DigitData data, params ReadOnlySpan<string> classes) =>
        data with { Train = data.Train.Only(classes), Test = data.Test.Only(classes) };

    /// <summary>
    /// Selects the images of some classes, in an order that depends on their content alone: the same images give the same set, whatever
    /// their source and their order in it.
    /// </summary>
    /// <param name="images">The set to select from. The bytes are copied.</param>
    /// <param name="classes">The names of the classes; the labels are their indices in this list.</param>
    /// <exception cref="ArgumentException">No class is named.</exception>
    /// <exception cref="InvalidDataException">There is no image of a class.</exception>
    public static ImageDataset Only(this ImageDataset images, params ReadOnlySpan<string> classes)
    {
        if (classes.Length == 0)
            throw new ArgumentException("Only: no class is named", nameof(classes));
        string[] names = [.. classes];
        int[] labels = [.. images.ClassNames.Select(name => Array.IndexOf(names, name))];
        var selected = Enumerable.Range(0, images.Count)
            .Where(i => labels[images.Labels[i]] >= 0)
            .Select(i => (Index: i, Label: (byte)labels[images.Labels[i]], Hash: ContentHash.Of(images.Image(i))))
            .OrderBy(image => image.Hash)
            .ThenBy(image => image.Label)
            .ToArray();
        if (Enumerable.Range(0, names.Length)
            .Except(selected.Select(image => (int)image.Label)).Select(i => names[i]).FirstOrDefault() is { } missing)
            throw new InvalidDataException(
                $"{images.Name}: no image of the class {missing} in it, expected some of each of {string.Join(", ", names)}");
        var subset = images.Select([.. selected.Select(image => image.Index)]);
        return new ImageDataset(
            $"{images.Name}, {string.Join(" and ", names)}", subset.Pixels, [.. selected.Select(image => image.Label)], names, images.Rows,
            images.Columns);
    }
}
