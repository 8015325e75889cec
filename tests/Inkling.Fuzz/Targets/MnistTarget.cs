using System.Buffers.Binary;
using Inkling.Data;

namespace Inkling.Fuzz.Targets;

/// <summary>
/// A file of images as MNIST's are, with its labels beside it. An input is one byte of flags (1 and 2: labels, images are compressed), the
/// length of the labels in two bytes, the labels and the images. A folder of four such files is read in parallel, which makes coverage
/// random, by the same code.
/// </summary>
internal class MnistTarget : FuzzTarget
{
    private const int HeaderBytes = 3;

    public override IEnumerable<byte[]> Seeds
    {
        get
        {
            for (byte flags = 0; flags < 4; flags++)
                yield return Input(flags, IdxTarget.Bytes([6]), IdxTarget.Bytes([6, 3, 3]));
        }
    }

    protected override void Read(byte[] content)
    {
        if (content.Length < HeaderBytes)
            return;
        var labels = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(content.AsSpan(1)), content.Length - HeaderBytes);
        Replace("train-labels-idx1-ubyte", content[HeaderBytes..(HeaderBytes + labels)], (content[0] & 1) != 0);
        Read(Replace("train-images-idx3-ubyte", content[(HeaderBytes + labels)..], (content[0] & 2) != 0));
    }

    /// <summary>Reads a file of images that has its labels beside it.</summary>
    protected virtual void Read(string imagesPath) => DataSources.Open(imagesPath);

    protected override long AllowedBytes(int length) => (1032L * length) + Slack;

    protected static byte[] Input(byte flags, byte[] labels, byte[] images) =>
        [flags, (byte)(labels.Length >> 8), (byte)labels.Length, .. labels, .. images];

    private string Replace(string name, byte[] content, bool isCompressed)
    {
        File.Delete(Path.Combine(Folder, name));
        File.Delete(Path.Combine(Folder, name + ".gz"));
        return isCompressed ? Put(name + ".gz", IdxTarget.Gzip(content)) : Put(name, content);
    }
}
