using System.IO.Compression;
using Inkling.Data;
using Inkling.Formats;

namespace Inkling.Tests.Data;

/// <summary>Four files as MNIST has them, of 30 and 10 images of 3 x 3 pixels, with the table that describes them.</summary>
internal static class SmallMnist
{
    public static byte[] TrainPixels { get; } = [.. Enumerable.Range(0, 30 * 9).Select(i => (byte)(i * 7))];

    public static byte[] TestPixels { get; } = [.. Enumerable.Range(0, 10 * 9).Select(i => (byte)(255 - i))];

    /// <summary>The extracted files by name.</summary>
    public static IReadOnlyDictionary<string, byte[]> Extracted { get; } = new Dictionary<string, byte[]>
    {
        ["train-images-idx3-ubyte"] = IdxBytes([30, 3, 3], TrainPixels),
        ["train-labels-idx1-ubyte"] = IdxBytes([30], Labels(30)),
        ["t10k-images-idx3-ubyte"] = IdxBytes([10, 3, 3], TestPixels),
        ["t10k-labels-idx1-ubyte"] = IdxBytes([10], Labels(10)),
    };

    /// <summary>The compressed files by name, with ".gz".</summary>
    public static IReadOnlyDictionary<string, byte[]> Compressed { get; } =
        Extracted.ToDictionary(file => file.Key + ".gz", file => Gzip(file.Value));

    public static MnistFiles Files { get; } = new(
        new MnistSubset("train", Entry("train-images-idx3-ubyte"), Entry("train-labels-idx1-ubyte")),
        new MnistSubset("test", Entry("t10k-images-idx3-ubyte"), Entry("t10k-labels-idx1-ubyte")));

    public static byte[] Labels(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)(i % 10))];

    public static byte[] IdxBytes(int[] dimensions, byte[] values)
    {
        using var stream = new MemoryStream();
        Idx.Write(stream, dimensions, values);
        return stream.ToArray();
    }

    public static byte[] Gzip(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
            gzip.Write(content);
        return stream.ToArray();
    }

    public static void WriteCompressed(TemporaryFolder folder)
    {
        foreach (var (name, content) in Compressed)
            folder.Write(name, content);
    }

    public static void WriteExtracted(TemporaryFolder folder)
    {
        foreach (var (name, content) in Extracted)
            folder.Write(name, content);
    }

    private static MnistFile Entry(string name)
    {
        var (compressed, extracted) = (Compressed[name + ".gz"], Extracted[name]);
        return new MnistFile(
            name,
            compressed.Length,
            MnistFolder.Md5(new MemoryStream(compressed)),
            extracted.Length,
            MnistFolder.Md5(new MemoryStream(extracted)));
    }
}
