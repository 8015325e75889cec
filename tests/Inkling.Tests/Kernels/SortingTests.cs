using Inkling.Kernels;

namespace Inkling.Tests.Kernels;

public class SortingTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_order_is_that_of_a_stable_sort(bool descending)
    {
        var random = new RandomStream(8);
        for (var length = 0; length < 70; length++)
        {
            float[] keys = [.. Enumerable.Range(0, length).Select(_ => random.Next(9) == 0 ? float.NaN : (float)random.Next(10))];
            var (order, scratch) = (new float[length], new float[length]);
            Sorting.Order(keys, descending, order, scratch);
            var rank = (int i) => float.IsNaN(keys[i]) ? float.PositiveInfinity : keys[i];
            var indices = Enumerable.Range(0, length);
            var expected = descending ? indices.OrderByDescending(rank) : indices.OrderBy(rank);
            order.ShouldBe(expected.Select(i => (float)i), $"{length} keys");
        }
    }
}
