namespace Inkling.Formats;

/// <summary>
/// Reads and writes safetensors, the format in which PyTorch's world exchanges weights: the header's length as a little-endian 64-bit
/// integer, a header in JSON (element type, shape and place of each tensor), then the values. Loading a file runs nothing that is in it.
/// </summary>
/// <remarks>
/// Reading is strict and bounded: the header's length is held against <see cref="MaximumHeaderBytes"/> and the file; names are unique;
/// places follow each other without gap or overlap to the end of the file, and each is exactly as long as element type and shape demand.
/// </remarks>
public static class SafeTensors
{
    /// <summary>The longest header that is read: 100,000,000 bytes, the format's own limit.</summary>
    public const int MaximumHeaderBytes = 100_000_000;

    /// <summary>The longest file that is read: 2,000,000,000 bytes.</summary>
    public const int MaximumFileBytes = 2_000_000_000;

    /// <summary>Reads a file into memory.</summary>
    /// <exception cref="InvalidDataException">The content is not a whole, valid safetensors file, or is longer than the limits.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    public static SafeTensorsFile ReadFile(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        return Read(file, path);
    }

    /// <summary>Reads a file's content from where <paramref name="stream"/> stands to its end.</summary>
    /// <param name="stream">A safetensors file's content.</param>
    /// <param name="name">What messages call the file.</param>
    /// <exception cref="InvalidDataException">The content is not a whole, valid safetensors file, or is longer than the limits.</exception>
    public static SafeTensorsFile Read(Stream stream, string name) => Read(BoundedReader.ReadToEnd(stream, name, MaximumFileBytes), name);

    /// <summary>Reads a file's content, whose values the tensors then refer to without a copy.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="name">What messages call the file.</param>
    /// <exception cref="InvalidDataException">The content is not a whole, valid safetensors file, or its header is longer than the
    /// limit.</exception>
    public static SafeTensorsFile Read(ReadOnlyMemory<byte> content, string name) => SafeTensorsReader.Read(content, name);

    /// <summary>
    /// Writes a file through <see cref="AtomicFile"/>. The form is canonical: the same tensors and metadata give the same bytes in whatever
    /// order they come (metadata by key; tensors by the size of their elements, largest first, then by name), and each tensor begins at a
    /// multiple of its element's size.
    /// </summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="tensors">The tensors, no two of one name.</param>
    /// <param name="metadata">Free text by key.</param>
    /// <exception cref="ArgumentException">Two tensors have one name, a name is reserved (<c>__metadata__</c>) or not valid Unicode, or the
    /// file would be too long.</exception>
    /// <exception cref="DirectoryNotFoundException">The directory does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory cannot be written.</exception>
    /// <exception cref="IOException">The disk is full or the target is in use.</exception>
    public static void WriteFile(string path, IEnumerable<SafeTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var writer = new SafeTensorsWriter(tensors, metadata);
        AtomicFile.Write(path, writer.Write);
    }

    /// <summary>Writes the same bytes as <see cref="WriteFile"/> to a stream.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="tensors">The tensors, no two of one name.</param>
    /// <param name="metadata">Free text by key.</param>
    /// <exception cref="ArgumentException">Two tensors have one name, a name is reserved (<c>__metadata__</c>) or not valid Unicode, or the
    /// file would be too long.</exception>
    public static void Write(Stream stream, IEnumerable<SafeTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null) =>
        new SafeTensorsWriter(tensors, metadata).Write(stream);
}
