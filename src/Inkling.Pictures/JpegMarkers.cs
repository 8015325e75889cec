namespace Inkling.Pictures;

/// <summary>
/// Checks of a JPEG file that the decoder leaves out, by its markers (ITU-T T.81, annex B), which compressed data never contains.
/// </summary>
internal static class JpegMarkers
{
    /// <summary>The largest number of scans that is read; encoders write about ten.</summary>
    public const int MaximumScans = 100;

    private static ReadOnlySpan<byte> StartOfScan => [0xFF, 0xDA];

    private static ReadOnlySpan<byte> EndOfImage => [0xFF, 0xD9];

    /// <summary>
    /// Determines whether there are more scans than are read. A progressive file may go over all pixels in any number of scans of a few
    /// bytes each, so that a short file takes hours to decode.
    /// </summary>
    public static bool HasTooManyScans(ReadOnlySpan<byte> content) => content.Count(StartOfScan) > MaximumScans;

    /// <summary>
    /// Determines whether the last scan is followed by the end of the image. Without it the decoder shows what the scans before have of a
    /// progressive picture.
    /// </summary>
    public static bool IsComplete(ReadOnlySpan<byte> content) =>
        content[Math.Max(0, content.LastIndexOf(StartOfScan))..].IndexOf(EndOfImage) >= 0;
}
