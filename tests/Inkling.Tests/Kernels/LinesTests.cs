using Inkling.Kernels;

namespace Inkling.Tests.Kernels;

public class LinesTests
{
    [Theory]
    [InlineData(0, 12)]
    [InlineData(1, 4)]
    [InlineData(2, 1)]
    public void Every_element_is_in_one_line(int dimension, int stride)
    {
        var shape = new Shape(2, 3, 4);
        var lines = new Lines(shape, dimension);
        (lines.Length, lines.Stride).ShouldBe((shape[dimension], stride));
        var places = from line in Enumerable.Range(0, shape.Length / lines.Length)
                     from element in Enumerable.Range(0, lines.Length)
                     select lines.Start(line) + (element * lines.Stride);
        places.Order().ShouldBe(Enumerable.Range(0, shape.Length));
    }
}
