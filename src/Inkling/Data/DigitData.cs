namespace Inkling.Data;

/// <summary>A training set and the test set that goes with it.</summary>
/// <param name="Name">What a report calls the pair, such as "MNIST".</param>
/// <param name="Train">The images to train on.</param>
/// <param name="Test">The images to measure on; none of them is in <paramref name="Train"/> unless the source has it twice.</param>
/// <param name="Origin">Where the data comes from and how that was checked.</param>
/// <param name="Notice">A plain sentence that the user should read, such as why these are not the data one would expect; null if there is
/// none.</param>
public sealed record DigitData(string Name, ImageDataset Train, ImageDataset Test, DataOrigin Origin, string? Notice = null);

/// <summary>Where data comes from.</summary>
/// <param name="Location">The folder or file, or "generated".</param>
/// <param name="Verification">How the content was checked, as a phrase: "MD5 of 4 files agrees with MNIST's".</param>
public sealed record DataOrigin(string Location, string Verification);
