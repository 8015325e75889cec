using Inkling.Kernels;

namespace Inkling.Tests.Kernels;

public class RegionTests
{
    [Fact]
    public void A_box_is_copied_out_and_back_in_element_by_element()
    {
        var random = new RandomStream(7);
        for (var round = 0; round < 300; round++)
        {
            var shape = new Shape([.. Enumerable.Range(0, random.Next(5)).Select(_ => 1 + random.Next(4))]);
            var (region, starts) = (new Region(shape), new int[shape.Rank]);
            for (var d = 0; d < shape.Rank; d++)
            {
                starts[d] = random.Next(shape[d] + 1);
                region.Restrict(d, starts[d], random.Next(shape[d] - starts[d] + 1));
            }

            float[] whole = [.. Enumerable.Range(0, shape.Length).Select(i => (float)i)];
            int[] inside = [.. Enumerable.Range(0, shape.Length).Where(i => IsInside(i, shape, starts, region.Box))];
            var box = new float[region.Box.Length];
            region.CopyTo(whole, box);
            box.ShouldBe(inside.Select(i => (float)i), $"{region.Box} of {shape}");
            if (inside.Length > 0)
            {
                region.Offset.ShouldBe(inside[0]);
                region.IsContiguous.ShouldBe(inside[^1] - inside[0] == inside.Length - 1, $"{region.Box} of {shape}");
            }

            region.CopyFrom([.. box.Select(value => -value)], whole);
            whole.ShouldBe(Enumerable.Range(0, shape.Length).Select(i => inside.Contains(i) ? -(float)i : i));
        }
    }

    private static bool IsInside(int element, Shape shape, int[] starts, Shape box)
    {
        for (var d = shape.Rank - 1; d >= 0; element /= shape[d], d--)
        {
            if (element % shape[d] < starts[d] || element % shape[d] >= starts[d] + box[d])
                return false;
        }

        return true;
    }
}
