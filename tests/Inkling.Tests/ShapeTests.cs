namespace Inkling.Tests;

public class ShapeTests
{
    [Fact]
    public void A_shape_knows_its_sizes()
    {
        var shape = new Shape(64, 28, 3);
        (shape.Rank, shape.Length, shape[0], shape[-1], shape.ToString()).ShouldBe((3, 64 * 28 * 3, 64, 3, "[64, 28, 3]"));
        (shape[^1], shape[^3]).ShouldBe((3, 64));
        shape.ToArray().ShouldBe([64, 28, 3]);
        shape.With(-2, 1).ShouldBe(new Shape(64, 1, 3));
        shape.Without(0).ShouldBe(new Shape(28, 3));
        shape.Without(-1).ShouldBe(new Shape(64, 28));
        (default(Shape).Rank, default(Shape).Length, default(Shape).ToString()).ShouldBe((0, 1, "[]"));
    }

    [Fact]
    public void A_shape_is_taken_apart_into_its_sizes()
    {
        var (rows, columns) = new Shape(2, 3);
        var (batch, time, features) = new Shape(4, 5, 6);
        var (n, c, h, w) = new Shape(7, 8, 9, 10);
        (rows, columns, batch, time, features, n, c, h, w).ShouldBe((2, 3, 4, 5, 6, 7, 8, 9, 10));
        Should.Throw<InvalidOperationException>(() => { var (a, b) = new Shape(1, 2, 3); }).Message
            .ShouldBe("shape [1, 2, 3] has 3 dimensions, expected 2");
    }

    [Fact]
    public void Equal_sizes_make_equal_shapes()
    {
        (new Shape(2, 3) == new Shape(2, 3)).ShouldBeTrue();
        new Shape(2, 3).GetHashCode().ShouldBe(new Shape(2, 3).GetHashCode());
        (new Shape(2, 3) != new Shape(3, 2)).ShouldBeTrue();
        (new Shape(1) == default).ShouldBeFalse();
        (new Shape(2, 3).Without(0) == new Shape(3)).ShouldBeTrue();
    }

    [Fact]
    public void Shapes_that_cannot_be_are_refused()
    {
        Should.Throw<ArgumentException>(
            () => new Shape(1, 2, 3, 4, 5, 6, 7)).Message.ShouldStartWith("a tensor has at most 6 dimensions, 7 were given");
        Should.Throw<ArgumentException>(() => new Shape(2, -3)).Message.ShouldStartWith("size -3 of dimension 1 is negative");
        Should.Throw<ArgumentException>(() => new Shape(100_000, 100_000));
        Should.Throw<ArgumentException>(() => new Shape(int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue));
        Should.Throw<ArgumentOutOfRangeException>(
            () => new Shape(2, 3)[2]).Message.ShouldStartWith("there is no dimension 2 in a tensor of shape [2, 3]");
        Should.Throw<ArgumentOutOfRangeException>(() => new Shape(2, 3)[-3]);
        Should.Throw<ArgumentOutOfRangeException>(() => default(Shape)[0]);
    }
}
