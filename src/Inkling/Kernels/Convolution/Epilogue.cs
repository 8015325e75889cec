using System.Runtime.CompilerServices;

namespace Inkling.Kernels;

/// <summary>
/// What is applied to the output of a convolution while it is in the cache, y = relu(y scale + shift + residual): batch normalisation with
/// running statistics and what follows it. Nothing is applied without a scale.
/// </summary>
internal readonly ref struct Epilogue
{
    /// <summary>[O].</summary>
    public ReadOnlySpan<float> Scale { get; init; }

    /// <summary>[O].</summary>
    public ReadOnlySpan<float> Shift { get; init; }

    /// <summary>The shape of the output, or empty.</summary>
    public ReadOnlySpan<float> Residual { get; init; }

    public bool Relu { get; init; }
}

/// <summary>An <see cref="Epilogue"/> with its operands pinned.</summary>
internal unsafe struct EpilogueJob
{
    public float* Result, Scale, Shift, Residual;

    /// <summary>Floats from one row of the result to the next.</summary>
    public int Columns;

    public bool Relu;

    /// <summary>Applies the epilogue to some rows and columns, to the same bits as <see cref="BatchNormalization.Apply"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply<TLanes, TVector>(ref EpilogueJob job, int row, int endRow, int firstColumn, int columns)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        for (; row < endRow; row++)
        {
            var column = firstColumn;
            for (; column <= firstColumn + columns - TLanes.Count; column += TLanes.Count)
                ApplyVector<TLanes, TVector>(ref job, row, column);
            for (; column < firstColumn + columns; column++)
                ApplyVector<LanesOne, float>(ref job, row, column);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ApplyVector<TLanes, TVector>(ref EpilogueJob job, int row, int column)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var at = ((long)row * job.Columns) + column;
        var value = TLanes.MultiplyAdd(TLanes.Load(job.Result + at), TLanes.Load(job.Scale + column), TLanes.Load(job.Shift + column));
        if (job.Residual != null)
            value = TLanes.Add(value, TLanes.Load(job.Residual + at));
        TLanes.Store(job.Relu ? TLanes.Max(value, TLanes.Zero) : value, job.Result + at);
    }
}
