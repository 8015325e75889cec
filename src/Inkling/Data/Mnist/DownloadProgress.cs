namespace Inkling.Data;

/// <summary>How far the download of one file is.</summary>
/// <param name="File">The file's name, such as "train-images-idx3-ubyte.gz".</param>
/// <param name="Bytes">Bytes received so far; it starts at 0 again where the next mirror is tried.</param>
/// <param name="Total">Bytes of the whole file, which are known beforehand.</param>
public readonly record struct DownloadProgress(string File, long Bytes, long Total);
