using Inkling.Kernels;

namespace Inkling.Tests.Kernels;

public class FixedOrderSumTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(47)]
    [InlineData(64)]
    [InlineData(100_003)]
    public void Sums_agree_with_those_in_double_precision(int count)
    {
        var random = new RandomStream((ulong)count);
        var (x, y) = (Naive.Numbers(count, random), Naive.Numbers(count, random));
        ShouldBeNear(FixedOrderSum.Of(x), [.. x.Select(value => (double)value)]);
        ShouldBeNear(FixedOrderSum.OfSquares(x), [.. x.Select(value => (double)value * value)]);
        ShouldBeNear(FixedOrderSum.OfProducts(x, y), [.. x.Zip(y, (a, b) => (double)a * b)]);
        ShouldBeNear(FixedOrderSum.OfSquaredDifferences(x, y), [.. x.Zip(y, (a, b) => ((double)a - b) * ((double)a - b))]);
    }

    [Fact]
    public void Every_element_counts_once()
    {
        for (var count = 0; count < 130; count++)
            FixedOrderSum.Of([.. Enumerable.Range(1, count).Select(i => (float)i)]).ShouldBe(count * (count + 1) / 2);
    }

    /// <summary>Relative to the sum of magnitudes, which bounds the rounding errors of any order of additions.</summary>
    private static void ShouldBeNear(float sum, double[] terms) =>
        ((double)sum).ShouldBe(terms.Sum(), Close.Operation * Math.Max(1e-3, terms.Sum(Math.Abs)));
}
