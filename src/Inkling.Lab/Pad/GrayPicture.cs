namespace Inkling.Lab.Pad;

/// <summary>What was drawn on a pad: [height, width] grey levels, 0 for black ink to 255 for white paper.</summary>
/// <param name="Width">The number of columns.</param>
/// <param name="Height">The number of rows.</param>
/// <param name="Pixels">The grey levels, row by row.</param>
public sealed record GrayPicture(int Width, int Height, byte[] Pixels);
