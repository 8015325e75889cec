namespace Inkling.Programs.Tests;

/// <summary>Classification by the five nearest neighbours, with distances, TopK and Gather.</summary>
public class NearestNeighbours
{
    [Fact]
    public void The_majority_of_five_neighbours_decides()
    {
        Randomness.Seed(15);
        var points = Tensor.Cat([Tensor.Randn(50, 3) + 3, Tensor.Randn(50, 3) - 3]);
        var labels = Tensor.Cat([Tensor.Zeros(50), Tensor.Ones(50)]);
        var queries = Tensor.From(new float[,] { { 3, 3, 3 }, { -3, -3, -3 }, { 2, 2, 2.5f } });

        var distances = (queries.Unsqueeze(1) - points.Unsqueeze(0)).Square().Sum(2).Sqrt();
        var (nearest, indices) = distances.TopK(5, largest: false);
        var votes = labels.Expand(3, 100).Gather(1, indices).Mean(1);

        (votes > 0.5f).ToArray().ShouldBe([0, 1, 0]);
        nearest.ToArray()[..5].ShouldBeInOrder();
        nearest[.., 0].AllClose(distances.Min(1).Values).ShouldBeTrue();
        indices[.., 0].ToArray().ShouldBe(distances.ArgMin(1).ToArray());
    }
}
