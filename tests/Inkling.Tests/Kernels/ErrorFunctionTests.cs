using Inkling.Kernels;

namespace Inkling.Tests.Kernels;

public class ErrorFunctionTests
{
    [Fact]
    public void Erf_is_within_two_units_of_the_series_at_any_place_of_a_span()
    {
        float[] x = [.. Enumerable.Range(-4200, 8401).Select(i => i / 1000f), 1e-20f, -1e-20f, 1e30f, float.PositiveInfinity];
        var y = new float[x.Length];
        ErrorFunction.Erf(x, y);
        for (var i = 0; i < x.Length; i++)
            ((double)y[i]).ShouldBe(Series(x[i]), 2.5e-7 * Math.Min(1, Math.Abs(x[i]) * 1.2), $"erf({x[i]})");
        for (var length = 0; length < 40; length++)
        {
            var part = new float[length];
            ErrorFunction.Erf(x.AsSpan(5000, length), part);
            part.ShouldBe(y.AsSpan(5000, length).ToArray());
        }

        ErrorFunction.Erf([float.NaN], y.AsSpan(0, 1));
        y[0].ShouldBe(float.NaN);
    }

    /// <summary>2/sqrt(pi) exp(-x²) times the sum of 2ⁿ x²ⁿ⁺¹ / (1 3 5 ... (2n + 1)), in double precision.</summary>
    private static double Series(double x)
    {
        if (Math.Abs(x) > 6)
            return Math.Sign(x);
        var (term, sum) = (x, x);
        for (var n = 1; n < 200; n++)
            sum += term *= 2 * x * x / ((2 * n) + 1);
        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }
}
