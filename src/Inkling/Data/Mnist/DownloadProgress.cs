namespace Inkling.Data;

/// <summary>The progress of the download of one file.</summary>
/// <param name="File">The name of the file, such as "train-images-idx3-ubyte.gz".</param>
/// <param name="Bytes">The number of bytes received so far; 0 again when the next mirror is tried.</param>
/// <param name="Total">The number of bytes of the whole file.</param>
public readonly record struct DownloadProgress(string File, long Bytes, long Total);
