using Inkling.Kernels;

namespace Inkling.Tests.Kernels;

[Collection(ComputeSettings.Name)]
public class PixelsTests
{
    [Theory]
    [InlineData(256)]
    [InlineData(784)]
    [InlineData(61)]
    [InlineData(3)]
    public void Every_byte_becomes_exactly_itself_over_255(int size)
    {
        const int Images = 90;
        byte[] source = [.. Enumerable.Range(0, Images * size).Select(i => (byte)((i * 7) + (i / 256)))];
        source.Distinct().Count().ShouldBe(256);
        int[] indices = [.. Enumerable.Range(0, 70).Select(i => i * 37 % Images)];
        ComputeSettings.AtEveryWidth(bits =>
        {
            foreach (var threads in (int[])[1, 2])
            {
                var target = ComputeSettings.With(threads, () =>
                {
                    var floats = new float[(indices.Length * size) + 1];
                    floats[^1] = -1;
                    Pixels.Gather(source, indices, floats.AsSpan(0, indices.Length * size), size);
                    return floats;
                });
                target[^1].ShouldBe(-1);
                for (var i = 0; i < indices.Length; i++)
                {
                    for (var j = 0; j < size; j++)
                    {
                        if (target[(i * size) + j] != source[(indices[i] * size) + j] / 255f)
                            Assert.Fail($"byte {source[(indices[i] * size) + j]} became {target[(i * size) + j]:R} at {bits} bits");
                    }
                }
            }
        });
    }
}
