using System.Buffers;
using Inkling.Data;

namespace Inkling.Server.Serve;

/// <summary>The prepared images of one request, in memory of a pool.</summary>
internal sealed class ImageBatch : IDisposable
{
    /// <summary>The number of pixels of an image: 784.</summary>
    public const int Pixels = MnistNormalizer.Size * MnistNormalizer.Size;

    private float[] _values = ArrayPool<float>.Shared.Rent(Pixels);

    /// <summary>Gets the number of images.</summary>
    public int Count { get; private set; }

    /// <summary>Gets [Count, 784] values, 0 for background to 1 for ink.</summary>
    public ReadOnlySpan<float> Values => _values.AsSpan(0, Count * Pixels);

    /// <summary>Adds an image.</summary>
    /// <returns>The place of its 784 values, to be overwritten.</returns>
    public Span<float> Add()
    {
        var length = Count * Pixels;
        if (_values.Length < length + Pixels)
        {
            var larger = ArrayPool<float>.Shared.Rent(2 * (length + Pixels));
            Values.CopyTo(larger);
            ArrayPool<float>.Shared.Return(_values);
            _values = larger;
        }

        Count++;
        return _values.AsSpan(length, Pixels);
    }

    /// <summary>Adds an image of bytes, 0 for background to 255 for ink.</summary>
    public void Add(ReadOnlySpan<byte> levels)
    {
        var values = Add();
        for (var i = 0; i < values.Length; i++)
            values[i] = levels[i] / 255f;
    }

    public void Dispose()
    {
        ArrayPool<float>.Shared.Return(_values);
        _values = [];
        Count = 0;
    }
}
