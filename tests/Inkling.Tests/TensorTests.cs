namespace Inkling.Tests;

public class TensorTests
{
    [Fact]
    public void Tensors_are_made_of_what_is_given()
    {
        Tensor.Zeros(2, 3).ToArray().ShouldBe(new float[6]);
        Tensor.Ones(2).ToArray().ShouldBe([1, 1]);
        Tensor.Full(new Shape(2), 7).ToArray().ShouldBe([7, 7]);
        (Tensor.Scalar(3).Shape, Tensor.Scalar(3).Item()).ShouldBe((default, 3));
        Tensor.Of(1, 2, 3).Shape.ShouldBe(new Shape(3));
        var matrix = Tensor.From(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } });
        matrix.Shape.ShouldBe(new Shape(2, 3));
        matrix.ToArray().ShouldBe([1, 2, 3, 4, 5, 6]);
        Should.Throw<ArgumentException>(
            () => Tensor.From([1, 2, 3], 2, 2)).Message.ShouldStartWith("3 values do not fill a tensor of shape [2, 2], which holds 4");
        Should.Throw<ArgumentException>(() => Tensor.From([1, 2, 3])).Message
            .ShouldStartWith("3 values do not fill a tensor of shape [], which holds 1; Tensor.Of makes a vector of them");
        Tensor.Rand([1000], -2, 5, new RandomStream(1)).ToArray().ShouldAllBe(value => value >= -2 && value < 5);
        Tensor.Randn([3], new RandomStream(1)).ToArray().ShouldBe(Tensor.Randn([3], new RandomStream(1)).ToArray());
    }

    [Fact]
    public void Elements_are_read_and_written_by_index_also_from_the_end()
    {
        var x = Tensor.From([1, 2, 3, 4, 5, 6], 2, 3);
        (x[0, 1].Item(), x[-1, -1].Item(), x[1, ^3].Item()).ShouldBe((2, 6, 4));
        x[1, 2] = 9;
        x.ToArray().ShouldBe([1, 2, 3, 4, 5, 9]);
        Should.Throw<ArgumentException>(() => x[1, 1, 1]).Message.ShouldStartWith("3 indices for a tensor of shape [2, 3]");
        Should.Throw<ArgumentOutOfRangeException>(
            () => x[0, 3]).Message.ShouldStartWith("index 3 is outside dimension 1 of a tensor of shape [2, 3]");
        Should.Throw<ArgumentOutOfRangeException>(() => x[-3, 0]);
        Should.Throw<InvalidOperationException>(
            () => x.Item()).Message.ShouldBe("Item() is for a single number, this tensor has the shape [2, 3]");
    }

    [Fact]
    public void A_copy_of_a_tensor_names_the_same_memory_and_a_clone_does_not()
    {
        var x = Tensor.Of(1, 2);
        var (same, clone) = (x, x.Clone());
        same.Span[0] = 5;
        (x[0].Item(), clone[0].Item()).ShouldBe((5, 1));
        x.Equals(same).ShouldBeTrue();
        x.Equals(clone).ShouldBeFalse();
        x.GetHashCode().ShouldBe(same.GetHashCode());
    }

    [Fact]
    public void Small_tensors_print_every_element_in_columns()
    {
        Tensor.Of(1, 2, 3).ToString().ShouldBe("[1., 2., 3.]  [3]");
        Tensor.Scalar(0.5f).ToString().ShouldBe("0.5000  []");
        Tensor.Zeros(0).ToString().ShouldBe("[]  [0]");
        Tensor.Of(float.NaN, float.PositiveInfinity, -1).ToString().ShouldBe("[     NaN, Infinity,      -1.]  [3]");
        Tensor.From([0.5f, -1.25f, 10, 3], 2, 2).ToString().ShouldBe(
            """
            [[ 0.5000, -1.2500],
             [10.0000,  3.0000]]  [2, 2]
            """);
        Tensor.From([1, 2, 3, 4, 5, 6, 7, 8], 2, 2, 2).ToString().ShouldBe(
            """
            [[[1., 2.],
              [3., 4.]],

             [[5., 6.],
              [7., 8.]]]  [2, 2, 2]
            """);
        Tensor.Of(1e-6f, 2.5e-5f).ToString().ShouldBe("[1.0000e-06, 2.5000e-05]  [2]");
        Tensor.Of(1.5e9f, 1).ToString().ShouldBe("[1.5000e+09, 1.0000e+00]  [2]");
        default(Tensor).ToString().ShouldBe("tensor (never set)");
    }

    [Fact]
    public void Large_tensors_print_their_edges()
    {
        var x = Tensor.Zeros(40, 50);
        x[39, 49] = 7;
        x.ToString().ShouldBe(
            """
            [[0., 0., 0., ..., 0., 0., 0.],
             [0., 0., 0., ..., 0., 0., 0.],
             [0., 0., 0., ..., 0., 0., 0.],
             ...,
             [0., 0., 0., ..., 0., 0., 0.],
             [0., 0., 0., ..., 0., 0., 0.],
             [0., 0., 0., ..., 0., 0., 7.]]  [40, 50]
            """);
    }

    [Fact]
    public void A_grid_shows_one_image_with_its_background_as_dots()
    {
        Tensor.From([0, 0.5f, 1, 0, 0, 0.25f], 1, 2, 3).ToGrid().ShouldBe("   . 0.50 1.00\n   .    . 0.25");
        Tensor.From([0, 128, 255, 0], 2, 2).ToGrid(0).ShouldBe("  . 128\n255   .");
        var lines = Tensor.Zeros(1, 1, 28, 28).ToGrid().Split('\n');
        lines.Length.ShouldBe(28);
        lines.ShouldAllBe(line => line == string.Join(' ', Enumerable.Repeat(".", 28)));
        Should.Throw<InvalidOperationException>(() => Tensor.Zeros(2, 28, 28).ToGrid())
            .Message.ShouldBe("ToGrid() shows one matrix, this tensor has the shape [2, 28, 28]: select one, such as x[0]");
        Should.Throw<ArgumentOutOfRangeException>(() => Tensor.Zeros(2, 2).ToGrid(7));
    }
}
