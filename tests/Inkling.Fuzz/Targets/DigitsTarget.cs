using Inkling.Pictures;

namespace Inkling.Fuzz.Targets;

/// <summary>IDX images and labels in batches, as they are predicted: an input is that of <see cref="MnistTarget"/>.</summary>
internal sealed class DigitsTarget : MnistTarget
{
    /// <summary>The preparation of a picture needs a few copies of its pixels.</summary>
    private const int BytesOfPixel = 64;

    public override IEnumerable<byte[]> Seeds =>
    [
        Input(0, IdxTarget.Bytes([2]), IdxTarget.Bytes([2, 28, 28])),
        Input(3, IdxTarget.Bytes([3]), IdxTarget.Bytes([3, 12, 9], i => i % 9 == 4 ? byte.MaxValue : (byte)0)),
    ];

    protected override void Read(string imagesPath)
    {
        foreach (var batch in DigitFile.ReadBatches(imagesPath))
            batch.Images.Count.ShouldBePositive();
    }

    protected override long AllowedBytes(int length) => ((long)BytesOfPixel * PictureFile.MaximumPixels) + Slack;
}
