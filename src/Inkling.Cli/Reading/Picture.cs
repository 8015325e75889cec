namespace Inkling.Cli.Reading;

/// <summary>One image to read, prepared.</summary>
/// <param name="File">The file as the user named it.</param>
/// <param name="Index">Its place in an IDX file; null for a picture.</param>
/// <param name="Pixels">[28, 28] bytes, 255 for full ink.</param>
/// <param name="Label">The class it is said to be, where that is known.</param>
internal sealed record Picture(string File, int? Index, byte[] Pixels, int? Label);

/// <summary>What a file had in it: pictures, or the reason why not.</summary>
internal sealed record PictureFile(IReadOnlyList<Picture> Pictures, string? Error, string? LabelsFile = null);

/// <summary>What the network makes of a picture.</summary>
internal sealed record DigitReading(Picture Picture, int Class, float[] Probabilities)
{
    public float Confidence => Probabilities[Class];
}
