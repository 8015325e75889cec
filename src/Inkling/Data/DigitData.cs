namespace Inkling.Data;

/// <summary>A training set and the test set that goes with it.</summary>
/// <param name="Name">The name of the pair in reports, such as "MNIST".</param>
/// <param name="Train">The training set.</param>
/// <param name="Test">The test set; none of its images is in <paramref name="Train"/> unless the source has it twice.</param>
/// <param name="Origin">Where the data comes from and how that was checked.</param>
/// <param name="Notice">
/// A sentence that the user should read, such as why these are not the data one would expect; null if there is none.
/// </param>
public sealed record DigitData(string Name, ImageDataset Train, ImageDataset Test, DataOrigin Origin, string? Notice = null)
{
    /// <summary>Holds out one image in six of a single set as the test set; the notice says so.</summary>
    /// <param name="set">All images.</param>
    /// <param name="location">The folder or file that they come from.</param>
    /// <param name="verification">How the content was checked, as a phrase.</param>
    /// <param name="seed">The seed of the random split.</param>
    /// <exception cref="InvalidDataException">There are fewer than 2 images.</exception>
    public static DigitData HoldOut(ImageDataset set, string location, string verification, ulong seed)
    {
        if (set.Count < 2)
            throw new InvalidDataException($"{set.Name}: {set.Count} image, at least 2 are expected: one to train on, one to test on");
        var (train, test) = set.Split(Math.Max(1, set.Count / 6), seed);
        return new DigitData(
            set.Name, train, test, new DataOrigin(location, verification),
            $"{location} has no test set; held out for it: {test.Count} of {set.Count} images.");
    }
}

/// <summary>The origin of data.</summary>
/// <param name="Location">The folder or file, or "generated".</param>
/// <param name="Verification">How the content was checked, as a phrase: "MD5 of 4 files agrees with MNIST's".</param>
public sealed record DataOrigin(string Location, string Verification);
