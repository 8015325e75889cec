namespace Inkling.Pictures;

/// <summary>The pixels of a decoded picture before they become grey.</summary>
/// <param name="Width">The number of columns.</param>
/// <param name="Height">The number of rows.</param>
/// <param name="Channels">1: grey; 4: red, green, blue and alpha, not premultiplied.</param>
/// <param name="Samples">[Height, Width, Channels] bytes.</param>
/// <param name="Orientation">How the picture is to be turned.</param>
internal sealed record DecodedPicture(int Width, int Height, int Channels, byte[] Samples, Orientation Orientation)
{
    // Rec. ITU-R BT.709-6, item 3.2: Y = 0.2126 R + 0.7152 G + 0.0722 B, in 1/65536, which the three sum to exactly.
    private const int RedShare = 13933;
    private const int GreenShare = 46871;
    private const int BlueShare = 4732;

    /// <summary>Converts to grey over a plain background, rounded once, and turns the picture upright.</summary>
    /// <param name="background">The grey level behind transparent places.</param>
    public GrayImage ToGray(byte background)
    {
        var levels = Samples;
        if (Channels == 4)
        {
            const long Whole = 65536L * 255;
            levels = GC.AllocateUninitializedArray<byte>(Width * Height);
            for (int pixel = 0, at = 0; pixel < levels.Length; pixel++, at += 4)
            {
                var luma = (long)((RedShare * Samples[at]) + (GreenShare * Samples[at + 1]) + (BlueShare * Samples[at + 2]));
                long alpha = Samples[at + 3];
                levels[pixel] = (byte)(((luma * alpha) + (background * 65536L * (255 - alpha)) + (Whole / 2)) / Whole);
            }
        }

        return Orientation.Apply(new GrayImage(Width, Height, levels));
    }
}
