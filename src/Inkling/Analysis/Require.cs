using Inkling.Data;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Analysis;

/// <summary>What all measures of a model ask of what they are given.</summary>
internal static class Require
{
    /// <summary>Checks that there are images, of the size and the classes of the model.</summary>
    /// <exception cref="ArgumentException">They are not; the message says what is given and what is expected.</exception>
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
