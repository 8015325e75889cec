namespace Inkling.Formats;

/// <summary>
/// Reads and writes safetensors, a common format of PyTorch weights: the header's length as a little-endian 64-bit
/// integer, a header in JSON (element type, shape and position of each tensor), then the values. Loading a file executes nothing from it.
/// </summary>
/// <remarks>
/// Reading is strict and bounded: the length of the header is compared with <see cref="MaximumHeaderBytes"/> and the file; names are
/// unique; the tensors follow each other without gap or overlap to the end of the file, and each is exactly as long as its element type and
/// shape require.
/// </remarks>
public static class SafeTensors
{
    /// <summary>The longest header that is read: 100,000,000 bytes, the format's own limit.</summary>
    public const int MaximumHeaderBytes = 100_000_000;

    /// <summary>The longest file that is read: 2,000,000,000 bytes.</summary>
    public const int MaximumFileBytes = 2_000_000_000;

    /// <summary>Reads a file into memory.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The content is not a whole, valid safetensors file, or is longer than the limits.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    public static SafeTensorsFile ReadFile(string path)
    {
        using var file = RegularFile.OpenRead(path);
        return Read(file, path);
    }

    /// <summary>Reads a file from the position of <paramref name="stream"/> to its end.</summary>
    /// <param name="stream">The content of a file.</param>
    /// <param name="name">The name of the file in messages.</param>
    /// <exception cref="InvalidDataException">The content is not a whole, valid safetensors file, or is longer than the limits.</exception>
    public static SafeTensorsFile Read(Stream stream, string name) => stream.CanSeek
        ? SafeTensorsReader.Read(stream, name)
        : Read(BoundedReader.ReadToEnd(stream, name, MaximumFileBytes), name);

    /// <summary>Reads a file from memory; the tensors refer to it without a copy.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="name">The name of the file in messages.</param>
    /// <exception cref="InvalidDataException">The content is not a whole, valid safetensors file, or its header is longer than the
    /// limit.</exception>
    public static SafeTensorsFile Read(ReadOnlyMemory<byte> content, string name) => SafeTensorsReader.Read(content, name);

    /// <summary>
    /// Writes a file through <see cref="AtomicFile"/>. The form is canonical: the same tensors and metadata give the same bytes, in
    /// whatever order they come (metadata by key; tensors by the size of their elements, largest first, then by name), and each tensor
    /// begins at a multiple of its element's size.
    /// </summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="tensors">The tensors, with distinct names.</param>
    /// <param name="metadata">Text by key.</param>
    /// <exception cref="ArgumentException">Two tensors have the same name, a name is reserved (<c>__metadata__</c>) or not valid Unicode,
    /// or the file would be too long.</exception>
    /// <exception cref="DirectoryNotFoundException">The directory does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory cannot be written.</exception>
    /// <exception cref="IOException">The disk is full or the target is in use.</exception>
    public static void WriteFile(string path, IEnumerable<SafeTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var writer = new SafeTensorsWriter(tensors, metadata);
        AtomicFile.Write(path, writer.Write);
    }

    /// <summary>Writes the same bytes as <see cref="WriteFile"/> to a stream.</summary>
    /// <param name="stream">The stream to write to.</param>
    /// <param name="tensors">The tensors, with distinct names.</param>
    /// <param name="metadata">Text by key.</param>
    /// <exception cref="ArgumentException">Two tensors have the same name, a name is reserved (<c>__metadata__</c>) or not valid Unicode,
    /// or the file would be too long.</exception>
    public static void Write(Stream stream, IEnumerable<SafeTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null) =>
        new SafeTensorsWriter(tensors, metadata).Write(stream);
}
