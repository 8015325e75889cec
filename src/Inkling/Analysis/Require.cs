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

    /// <summary>Checks that an epsilon is from 0 to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static void Epsilon(float epsilon, string name)
    {
        if (!(epsilon is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(name, epsilon, $"an epsilon of {epsilon}, expected 0 to 1");
    }
}
