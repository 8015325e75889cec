using System.Numerics.Tensors;

namespace Inkling.Operations;

/// <summary>y = x (1 + t) / 2, t = tanh(c (x + 0.044715 x³)), c = sqrt(2 / pi).</summary>
internal sealed class GeluTanhOperation : UnaryOperation<GeluTanhOperation>, IUnary
{
    private const float Cubic = 0.044715f;

    private static readonly float s_scale = MathF.Sqrt(2 / MathF.PI);

    public static void Forward(ReadOnlySpan<float> x, Span<float> y)
    {
        Tanh(x, y);
        TensorPrimitives.Add(y, 1f, y);
        TensorPrimitives.Multiply(y, 0.5f, y);
        TensorPrimitives.Multiply(y, x, y);
    }

    protected override void Backward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> dx)
    {
        Tanh(x, dx);
        for (var i = 0; i < dx.Length; i++)
        {
            var (t, inner) = (dx[i], s_scale * (1 + (3 * Cubic * x[i] * x[i])));
            dx[i] = dy[i] * 0.5f * (1 + t + (x[i] * (1 - (t * t)) * inner));
        }
    }

    private static void Tanh(ReadOnlySpan<float> x, Span<float> t)
    {
        for (var i = 0; i < t.Length; i++)
            t[i] = s_scale * (x[i] + (Cubic * x[i] * x[i] * x[i]));
        TensorPrimitives.Tanh(t, t);
    }
}
