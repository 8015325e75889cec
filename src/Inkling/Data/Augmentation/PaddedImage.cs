using Inkling.Kernels;

namespace Inkling.Data;

/// <summary>A copy of an image, padded with background (0), for bilinear sampling.</summary>
internal readonly unsafe ref struct PaddedImage
{
    private readonly Scratch _scratch;
    private readonly float* _origin;
    private readonly int _stride, _plane, _channels;
    private readonly float _lastRow, _lastColumn;

    /// <summary>Copies [C, H, W], with one row and column of background before it and two after it.</summary>
    public PaddedImage(float* image, in ImageSize size)
    {
        (_channels, _lastRow, _lastColumn) = (size.Channels, size.Rows, size.Columns);
        _stride = size.Columns + 3;
        _plane = _stride * (size.Rows + 3);
        _scratch = Scratch.Of(_channels * _plane);
        _scratch.Floats.Clear();
        _origin = _scratch.Pointer + _stride + 1;
        for (var channel = 0; channel < size.Channels; channel++)
        {
            for (var row = 0; row < size.Rows; row++)
            {
                new ReadOnlySpan<float>(image + (((channel * size.Rows) + row) * size.Columns), size.Columns)
                    .CopyTo(new Span<float>(_origin + (channel * _plane) + (row * _stride), size.Columns));
            }
        }
    }

    /// <summary>Interpolates each channel bilinearly at a place.</summary>
    /// <param name="y">The row; the centre of the first is 0. All beyond the image is background.</param>
    /// <param name="x">The column, likewise.</param>
    /// <param name="target">Receives the value of the first channel.</param>
    /// <param name="targetPlane">The distance between the values of two channels.</param>
    public void Sample(float y, float x, float* target, int targetPlane)
    {
        y = Math.Clamp(y, -1, _lastRow);
        x = Math.Clamp(x, -1, _lastColumn);
        var (top, left) = (MathF.Floor(y), MathF.Floor(x));
        var (down, right) = (y - top, x - left);
        var source = _origin + ((int)top * _stride) + (int)left;
        for (var channel = 0; channel < _channels; channel++)
        {
            var upper = source[0] + (right * (source[1] - source[0]));
            var lower = source[_stride] + (right * (source[_stride + 1] - source[_stride]));
            *target = upper + (down * (lower - upper));
            source += _plane;
            target += targetPlane;
        }
    }

    public void Dispose() => _scratch.Dispose();
}
