using Inkling.Pictures;

namespace Inkling.Fuzz.Targets;

/// <summary>
/// Picture files and their preparation for a network. The checksums of a PNG file are made right first, so that damage is decoded. The
/// decoder is native and not instrumented.
/// </summary>
internal sealed class PictureTarget : FuzzTarget
{
    private const int BytesOfPixel = 64;

    public override IEnumerable<byte[]> Seeds =>
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Pictures"))
            .Where(file => Path.GetExtension(file) is not ".tiff").Order(StringComparer.Ordinal).Select(File.ReadAllBytes).Append(Bitmap());

    public override byte[] Damage(byte[] seed, RandomStream random) =>
        PngChunks.IsPng(seed) && random.Next(4) > 0 ? PngDamage.Of(seed, random) : Mutations.Of(seed, random);

    protected override void Read(byte[] content)
    {
        PngChunks.RepairChecksums(content);
        var path = Put("picture", content);
        DigitPreparation.Prepare(PictureFile.Read(path), path);
    }

    protected override long AllowedBytes(int length) => ((long)BytesOfPixel * PictureFile.MaximumPixels) + Slack;

    /// <summary>An uncompressed BMP file of 32x32 pixels, so that damage reaches single pixels.</summary>
    private static byte[] Bitmap()
    {
        const int Side = 32;
        const int HeaderBytes = 54;
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("BM"u8);
        foreach (var field in (int[])[HeaderBytes + (3 * Side * Side), 0, HeaderBytes, 40, Side, Side, 1 + (24 << 16), 0, 0, 0, 0, 0, 0])
            writer.Write(field);
        for (var row = 0; row < Side; row++)
        {
            for (var column = 0; column < Side; column++)
            {
                var level = column is > 12 and < 18 && row is > 4 and < 28 ? (byte)20 : (byte)235;
                writer.Write([level, level, level]);
            }
        }

        return stream.ToArray();
    }
}
