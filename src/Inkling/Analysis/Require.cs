using Inkling.Data;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Analysis;

/// <summary>Checks of the arguments that the measures of a model have in common.</summary>
internal static class Require
{
    /// <summary>Checks that there are images, with the size and the classes of the model.</summary>
    /// <exception cref="ArgumentException">There are none, or size or classes differ.</exception>
    public static void Fitting(TrainedModel model, ImageDataset set)
    {
        if (set.Count == 0)
            throw new ArgumentException($"{set.Name}: there are no images", nameof(set));
        if (set.Rows != model.Rows || set.Columns != model.Columns)
        {
            throw new ArgumentException(
                $"{set.Name}: images of {set.Rows}x{set.Columns}, {model.Name} expects {model.Rows}x{model.Columns}", nameof(set));
        }

        if (!set.ClassNames.SequenceEqual(model.ClassNames))
        {
            throw new ArgumentException(
                $"{set.Name}: the classes {string.Join(", ", set.ClassNames)}, {model.Name} expects {string.Join(", ", model.ClassNames)}",
                nameof(set));
        }
    }

    /// <summary>Checks that an image has the size of the model and values from 0 to 1.</summary>
    /// <param name="model">The model.</param>
    /// <param name="image">[rows, columns].</param>
    /// <param name="measure">What is computed, for the message.</param>
    /// <exception cref="ArgumentException">It has another size or other values.</exception>
    public static void Image(TrainedModel model, ReadOnlySpan<float> image, string measure)
    {
        if (image.Length != model.Rows * model.Columns)
            throw new ArgumentException(
                $"{measure}: {image.Length} pixels, {model.Name} expects {model.Rows}x{model.Columns}", nameof(image));
        if (image.ContainsAnyExceptInRange(0, 1))
            throw new ArgumentException($"{measure}: a pixel is not from 0 to 1", nameof(image));
    }

    /// <summary>Checks that a label is a class of the model.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static void Label(string subject, TrainedModel model, int label)
    {
        if ((uint)label >= (uint)model.ClassNames.Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(label), label, $"{subject}: a label of {label}, {model.Name} has the classes 0 to {model.ClassNames.Count - 1}");
        }
    }

    /// <summary>Checks that an epsilon is from 0 to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static void Epsilon(float epsilon, string name) => UnitInterval(epsilon, "an epsilon", name);

    /// <summary>Checks that a value is from 0 to 1.</summary>
    /// <param name="value">The value.</param>
    /// <param name="what">What it is, for the message: "an epsilon".</param>
    /// <param name="name">The name of the argument.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static void UnitInterval(float value, string what, string name)
    {
        if (!(value is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(name, value, $"{what} of {value}, expected 0 to 1");
    }
}
