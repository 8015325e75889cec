namespace Inkling.Tests.Autograd;

public class ViewTests
{
    public static TheoryData<string> Views =>
    [
        "reshape", "flatten", "unsqueeze", "squeeze", "range", "item", "item from the end", "part of an item", "view of a view",
    ];

    [Theory]
    [MemberData(nameof(Views))]
    public void A_view_shares_memory_and_routes_gradients_to_its_place(string name)
    {
        var x = Tensor.From([.. Enumerable.Range(0, 24).Select(i => (float)i)], 4, 2, 3).RequireGrad();
        var (view, start) = name switch
        {
            "reshape" => (x.Reshape(6, -1), 0),
            "flatten" => (x.Flatten(1), 0),
            "unsqueeze" => (x.Unsqueeze(1), 0),
            "range" => (x[1..3], 6),
            "item" => (x[2], 12),
            "item from the end" => (x[^1], 18),
            "part of an item" => (x[1, 1..2, ..], 9),
            "squeeze" => (x.Unsqueeze(2).Squeeze(), 0),
            _ => (x[1..4].Reshape(6, 3)[2..4][1], 15),
        };
        view.ToArray().ShouldBe([.. Enumerable.Range(start, view.Length).Select(i => (float)i)]);

        (view * 10).Sum().Backward();
        x.Grad.ToArray().ShouldBe([.. Enumerable.Range(0, 24).Select(i => i >= start && i < start + view.Length ? 10f : 0f)]);

        view.Span[0] = -1;
        x.Span[start].ShouldBe(-1);
    }

    [Fact]
    public void Views_have_the_shapes_that_their_names_promise()
    {
        var x = Tensor.Zeros(4, 2, 3);
        x.Reshape(6, -1).Shape.ShouldBe(new Shape(6, 4));
        x.Flatten(1).Shape.ShouldBe(new Shape(4, 6));
        Tensor.Scalar(1).Flatten().Shape.ShouldBe(new Shape(1));
        x.Unsqueeze(0).Shape.ShouldBe(new Shape(1, 4, 2, 3));
        x.Unsqueeze(-1).Shape.ShouldBe(new Shape(4, 2, 3, 1));
        x[1..3].Shape.ShouldBe(new Shape(2, 2, 3));
        x[4..].Shape.ShouldBe(new Shape(0, 2, 3));
        x[0].Shape.ShouldBe(new Shape(2, 3));
        Tensor.Of(5, 6)[1].Shape.ShouldBe(default);
    }

    [Fact]
    public void Views_that_do_not_fit_are_refused()
    {
        var x = Tensor.Zeros(4, 3);
        Should.Throw<ArgumentException>(
            () => x.Reshape(5, -1)).Message.ShouldBe("Reshape: 12 elements of a tensor of shape [4, 3] do not fill the shape [5, 2]");
        Should.Throw<ArgumentException>(() => x.Reshape(7));
        Should.Throw<ArgumentException>(() => x.Reshape(-1, -1));
        Should.Throw<ArgumentOutOfRangeException>(
            () => x[4]).Message.ShouldStartWith("index 4 is outside dimension 0 of a tensor of shape [4, 3]");
        Should.Throw<ArgumentOutOfRangeException>(() => x[-5]);
        Should.Throw<ArgumentException>(() => Tensor.Scalar(1)[0]).Message.ShouldStartWith("1 indices for a tensor of shape []");
        Should.Throw<ArgumentOutOfRangeException>(() => x.Unsqueeze(3));
        Should.Throw<ArgumentOutOfRangeException>(
            () => x.IndexSelect(0, [0, 4]))
            .Message.ShouldStartWith("IndexSelect: index 4 is outside dimension 0 of a tensor of shape [4, 3]");
    }

    [Fact]
    public void A_part_of_the_weights_can_be_changed_in_place_through_a_view()
    {
        var weights = Tensor.Zeros(3, 2).RequireGrad();
        using (new NoGrad())
        {
            var row = weights[1];
            row += 5;
        }

        weights.ToArray().ShouldBe([0, 0, 5, 5, 0, 0]);
        var outside = weights[1];
        Should.Throw<InvalidOperationException>(() => { outside += 5; });
    }
}
