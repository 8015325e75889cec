using System.Numerics;
using System.Runtime.CompilerServices;

namespace Inkling.Kernels;

/// <summary>The error function erf(x), which System.Numerics.Tensors does not have.</summary>
internal static class ErrorFunction
{
    /// <summary>From here on erf(x) rounds to 1.</summary>
    private const float Limit = 3.93700394f;

    /// <summary>
    /// erf(x) / x as a polynomial of t = 2 x²/Limit² - 1, lowest power first: a Chebyshev fit, in 32-bit arithmetic within 2.5e-7 of
    /// erf(x).
    /// </summary>
    private static readonly float[] s_coefficients =
    [
        0.35918096f, -0.17934743f, 0.13356881f, -0.10887673f, 0.090554f,
        -0.074162506f, 0.05855051f, -0.044115905f, 0.031179821f, -0.020058475f,
        0.0125421f, -0.0085485345f, 0.0046134205f, -0.001060485f, 0.00056944677f,
        -0.0010194018f, 0.00043062682f,
    ];

    /// <summary>Computes y = erf(x); both may be the same memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Erf(ReadOnlySpan<float> x, Span<float> y)
    {
        var i = 0;
        for (; i <= y.Length - Vector<float>.Count; i += Vector<float>.Count)
            Erf(new Vector<float>(x[i..])).CopyTo(y[i..]);
        for (; i < y.Length; i++)
            y[i] = Erf(new Vector<float>(x[i]))[0];
    }

    private static Vector<float> Erf(Vector<float> x)
    {
        var near = Vector.Min(Vector.Max(x, new Vector<float>(-Limit)), new Vector<float>(Limit));
        var t = Vector.FusedMultiplyAdd(near * near, new Vector<float>(2 / (Limit * Limit)), -Vector<float>.One);
        var sum = new Vector<float>(s_coefficients[^1]);
        for (var i = s_coefficients.Length - 2; i >= 0; i--)
            sum = Vector.FusedMultiplyAdd(sum, t, new Vector<float>(s_coefficients[i]));
        return Vector.Min(Vector.Max(sum * near, -Vector<float>.One), Vector<float>.One);
    }
}
