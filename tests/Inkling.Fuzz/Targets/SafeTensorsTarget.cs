using System.Buffers.Binary;
using System.Text;
using Inkling.Formats;
using Inkling.Tests.Formats;

namespace Inkling.Fuzz.Targets;

/// <summary>Safetensors files, and every conversion of their tensors.</summary>
internal sealed class SafeTensorsTarget : FuzzTarget
{
    /// <summary>What random damage puts in the place of a word of the header.</summary>
    private static readonly string[] Words =
        ["0", "-1", "1e9", "48", "9223372036854775807", "2147483647", "\"F32\"", "\"U8\"", "null", "[]", "{}", "\\ud800", ",", "\"shape\""];

    public override IEnumerable<byte[]> Seeds =>
    [
        Bytes(
            [
                SafeTensor.Of("0.weight", [3, 4], new float[12]), SafeTensor.Of("0.bias", [3], new float[3]),
                SafeTensor.Of("steps", [], [5L]), new SafeTensor("mask", SafeTensorType.BOOL, [5], new byte[5]),
                new SafeTensor("half", SafeTensorType.BF16, [2], new byte[4]),
            ],
            new Dictionary<string, string> { ["format"] = "pt", ["text"] = "größe \"x\"\n" }),
        Bytes([]),
        Bytes([SafeTensor.Of("nothing", [0, 7], ReadOnlySpan<float>.Empty), SafeTensor.Of("x", [1], [1f])]),
    ];

    public override byte[] Damage(byte[] seed, RandomStream random) => DamageHeader(seed, random);

    /// <summary>Damages a file; two thirds of the time its header, whose length is then repaired.</summary>
    internal static byte[] DamageHeader(byte[] file, RandomStream random)
    {
        if (random.Next(3) == 0)
            return Mutations.Of(file, random);
        var headerEnd = 8 + (int)BitConverter.ToInt64(file);
        var header = file[8..headerEnd];
        if (random.Next(2) == 0)
            return WithHeader(Mutations.Of(header, random), file[headerEnd..]);

        var text = Encoding.UTF8.GetString(header);
        var from = random.Next(text.Length);
        while (from > 0 && char.IsAsciiLetterOrDigit(text[from - 1]))
            from--;
        var to = from + 1;
        while (to < text.Length && char.IsAsciiLetterOrDigit(text[to]))
            to++;
        return WithHeader(Encoding.UTF8.GetBytes(text[..from] + Words[random.Next(Words.Length)] + text[to..]), file[headerEnd..]);
    }

    internal static byte[] Bytes(IEnumerable<SafeTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        using var stream = new MemoryStream();
        SafeTensors.Write(stream, tensors, metadata);
        return stream.ToArray();
    }

    protected override void Read(byte[] content)
    {
        var path = Put("file.safetensors", content);
        var file = SameOutcome(() => SafeTensors.ReadFile(path), () => SafeTensors.Read(new ForwardOnlyStream(content), path));
        foreach (var tensor in file.Tensors)
        {
            if (tensor.Type is not (SafeTensorType.F8_E4M3 or SafeTensorType.F8_E5M2))
                tensor.ToSingles();
        }
    }

    private static byte[] WithHeader(byte[] header, byte[] data)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return [.. length, .. header, .. data];
    }
}
