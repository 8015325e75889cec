using Inkling.Pictures;

namespace Inkling.Lab.Input;

/// <summary>A picture as pictures.js returns it.</summary>
/// <param name="Width">The number of columns.</param>
/// <param name="Height">The number of rows.</param>
/// <param name="Levels">[height, width], 0 for black to 255 for white.</param>
public sealed record ScriptPicture(int Width, int Height, byte[] Levels)
{
    /// <summary>Gets the picture.</summary>
    public GrayImage ToImage() => new(Width, Height, Levels);
}
