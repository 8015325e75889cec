namespace Inkling.Tests.Operations;

public class Interpolate2dTests
{
    [Fact]
    public void Enlarging_has_PyTorchs_values_and_gradients()
    {
        var x = Tensor.From(Fill(24, 7, 11), 1, 2, 3, 4).RequireGrad();
        var y = x.Interpolate2d((5, 6));
        y.ShouldBeCloseTo(
            Tensor.From(
                [
                    0.0f, 0.35f, 0.633333f, 0.366667f, 0.65f, 1.0f, 0.24f, 0.37f, 0.506667f, 0.533333f, 0.67f, 0.8f, 0.6f, 0.4f, 0.316667f,
                    0.783333f, 0.7f, 0.5f, 0.3f,
                    0.43f, 0.566667f, 0.593333f, 0.4f, 0.2f, 0.1f, 0.45f, 0.733333f, 0.466667f, 0.2f, 0.0f, 0.7f, 0.5f, 0.416667f,
                    0.883333f, 0.8f, 0.6f, 0.5f, 0.52f,
                    0.583333f, 0.756667f, 0.6f, 0.4f, 0.2f, 0.55f, 0.833333f, 0.566667f, 0.3f, 0.1f, 0.56f, 0.58f, 0.533333f, 0.266667f,
                    0.33f, 0.46f, 0.8f, 0.6f,
                    0.333333f, 0.066667f, 0.35f, 0.7f,
                ],
                1, 2, 5, 6),
            1e-5,
            "enlarged");
        (y * Tensor.From(Fill(60, 5, 13), 1, 2, 5, 6)).Sum().Backward();
        x.Grad.ShouldBeCloseTo(
            Tensor.From(
                [
                    0.76f, 1.496666f, 1.323333f, 2.06f, 1.7f, 1.223333f, 1.656667f, 1.7f, 1.54f, 1.063333f, 1.236667f, 1.54f, 2.05f,
                    1.573333f, 1.096667f, 1.4f, 1.51f,
                    2.116666f, 1.423333f, 1.25f, 1.79f, 1.443333f, 1.746667f, 1.4f,
                ],
                1, 2, 3, 4),
            1e-5,
            "gradient");
    }

    [Fact]
    public void Making_smaller_has_PyTorchs_values() => Tensor.From(Fill(24, 7, 11), 1, 2, 3, 4).Interpolate2d((2, 3)).ShouldBeCloseTo(
        Tensor.From(
            [0.220833f, 0.5125f, 0.804167f, 0.295833f, 0.5875f, 0.191667f, 0.554167f, 0.6625f, 0.541667f, 0.629167f, 0.325f, 0.479167f], 1,
            2, 2, 3),
        1e-5,
        "smaller");

    [Fact]
    public void The_same_size_changes_nothing()
    {
        var x = Tensor.Randn([3, 2, 5, 4], new RandomStream(1));
        x.Interpolate2d((5, 4)).ToArray().ShouldBe(x.ToArray());
    }

    [Fact]
    public void What_has_no_pixels_is_refused()
    {
        Should.Throw<ArgumentException>(
            () => Tensor.Zeros(3, 4).Interpolate2d(2)).Message.ShouldContain("input is [3, 4], expected [N, C, H, W] with pixels");
        Should.Throw<ArgumentException>(() => Tensor.Zeros(1, 1, 0, 4).Interpolate2d(2));
        Should.Throw<ArgumentException>(() => Tensor.Zeros(1, 1, 4, 4).Interpolate2d((0, 2))).Message.ShouldContain("0x2");
    }

    private static float[] Fill(int count, int factor, int modulus) =>
        [.. Enumerable.Range(0, count).Select(i => i * factor % modulus / 10f)];
}
