using Inkling.Formats;

namespace Inkling.Pictures;

/// <summary>Reads the labels of an IDX file one by one.</summary>
internal sealed class LabelReader : IDisposable
{
    private const int MaximumLabel = 9;

    private readonly string _path;
    private readonly Stream _file;
    private readonly IdxReader _reader;
    private int _index;

    /// <summary>Opens an array [N] of digits 0 to 9.</summary>
    /// <exception cref="InvalidDataException">The file is not such an array; the message names the path.</exception>
    public LabelReader(string path)
    {
        _path = path;
        _file = new BufferedStream(RegularFile.OpenRead(path));
        _reader = new IdxReader(_file, path);
        if (_reader.Dimensions.Count != 1)
            throw new InvalidDataException($"{path}: an array [{string.Join(", ", _reader.Dimensions)}], labels [N] expected");
    }

    /// <summary>Gets the number of labels.</summary>
    public int Count => _reader.Dimensions[0];

    /// <summary>Reads the next label.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or the label is not a digit.</exception>
    public byte Next()
    {
        var label = (byte)0;
        _reader.Read(new Span<byte>(ref label));
        _index++;
        return label <= MaximumLabel
            ? label
            : throw new InvalidDataException($"{_path}: label {label} of image {_index - 1}, expected 0 to {MaximumLabel}");
    }

    public void Dispose()
    {
        _reader.Dispose();
        _file.Dispose();
    }
}
