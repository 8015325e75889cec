namespace Inkling.Programs.Tests;

/// <summary>A siamese network with the contrastive loss (Hadsell et al., CVPR 2006, equation 4).</summary>
public class ContrastiveLoss
{
    private const float Margin = 1;

    [Fact]
    public void Examples_of_a_class_come_together_and_others_part()
    {
        Randomness.Seed(17);
        var left = Tensor.Randn(80, 6);
        var right = Tensor.Randn(80, 6);
        left.IndexSelect(1, [0]).Shape.ShouldBe(new Shape(80, 1));
        var same = (left[.., 0] > 0) == (right[.., 0] > 0);
        var twin = new Sequential(new Linear(6, 32), new ReLU(), new Linear(32, 2));
        var optimizer = new Adam(twin.Parameters(), learningRate: 0.01f);
        for (var step = 0; step < 150; step++)
        {
            var distance = Distance(twin, left, right);
            var loss = ((same * distance.Square()) + ((1 - same) * (Margin - distance).Clamp(min: 0).Square())).Mean();
            optimizer.ZeroGrad();
            loss.Backward();
            optimizer.Step();
        }

        using var _ = new NoGrad();
        var apart = Distance(twin, left, right);
        var within = (same * apart).Sum() / same.Sum();
        var between = ((1 - same) * apart).Sum() / (1 - same).Sum();
        within.Item().ShouldBeLessThan(0.3f);
        between.Item().ShouldBeGreaterThan(0.8f);
    }

    private static Tensor Distance(Module twin, Tensor left, Tensor right) =>
        ((twin.Forward(left) - twin.Forward(right)).Square().Sum(1) + 1e-6f).Sqrt();
}
