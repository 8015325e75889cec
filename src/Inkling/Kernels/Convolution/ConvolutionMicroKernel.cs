using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.Wasm;
using System.Runtime.Intrinsics.X86;

namespace Inkling.Kernels;

/// <summary>Consecutive terms of a sum: the addresses of the first left and right factors.</summary>
internal unsafe struct Segment
{
    public byte* A;
    public float* B;
}

/// <summary>How the rows of a tile lie in A: at the same offsets in all segments, or at eight offsets per segment.</summary>
internal interface ITileRows
{
    static abstract bool Gathered { get; }
}

/// <summary>One set of eight row offsets.</summary>
internal readonly struct EvenRows : ITileRows
{
    public static bool Gathered => false;
}

/// <summary>Eight row offsets for each segment.</summary>
internal readonly struct GatheredRows : ITileRows
{
    public static bool Gathered => true;
}

/// <summary>
/// The micro-kernel of the convolutions: C[8, panel] = the sum over segments s and terms k of A_s[8, k] B_s[k, panel]. All sums stay in
/// registers until the last segment. Terms are added in the order of the segments by one fused multiply-add each, so the bits do not depend
/// on the vector width.
/// </summary>
internal static unsafe class ConvolutionMicroKernel
{
    public const int Rows = 8;

    /// <summary>
    /// Gets the vectors of a tile's row: two where the processor has 32 vector registers, for sixteen sums and their operands, and in
    /// WebAssembly, where sums live in memory and the fewer loads count.
    /// </summary>
    public static int Vectors => Avx512F.VL.IsSupported || AdvSimd.Arm64.IsSupported || PackedSimd.IsSupported ? 2 : 1;

    /// <summary>Computes eight rows by two vectors.</summary>
    /// <param name="segment">The first segment.</param>
    /// <param name="rows">Byte offsets of the eight rows from A of a segment; eight for each segment where they are gathered.</param>
    /// <param name="segments">The number of segments.</param>
    /// <param name="depth">Terms in each segment.</param>
    /// <param name="step">Bytes in A from one term to the next.</param>
    /// <param name="bStride">Floats in B from one term to the next.</param>
    /// <param name="c">The result.</param>
    /// <param name="cStride">Floats from one row of C to the next.</param>
    /// <param name="accumulate">Whether the sums are added to the content of C.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Wide<TLanes, TVector, TRows>(
        Segment* segment, nint* rows, int segments, int depth, nint step, nint bStride, float* c, nint cStride, bool accumulate)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TRows : struct, ITileRows
    {
        var width = TLanes.Count;
        TVector s00, s01, s10, s11, s20, s21, s30, s31, s40, s41, s50, s51, s60, s61, s70, s71;
        if (accumulate)
        {
            var from = c;
            (s00, s01) = (TLanes.Load(from), TLanes.Load(from + width));
            from += cStride;
            (s10, s11) = (TLanes.Load(from), TLanes.Load(from + width));
            from += cStride;
            (s20, s21) = (TLanes.Load(from), TLanes.Load(from + width));
            from += cStride;
            (s30, s31) = (TLanes.Load(from), TLanes.Load(from + width));
            from += cStride;
            (s40, s41) = (TLanes.Load(from), TLanes.Load(from + width));
            from += cStride;
            (s50, s51) = (TLanes.Load(from), TLanes.Load(from + width));
            from += cStride;
            (s60, s61) = (TLanes.Load(from), TLanes.Load(from + width));
            from += cStride;
            (s70, s71) = (TLanes.Load(from), TLanes.Load(from + width));
        }
        else
        {
            s00 = s01 = s10 = s11 = s20 = s21 = s30 = s31 = TLanes.Zero;
            s40 = s41 = s50 = s51 = s60 = s61 = s70 = s71 = TLanes.Zero;
        }

        nint o0 = rows[0], o1 = rows[1], o2 = rows[2], o3 = rows[3], o4 = rows[4], o5 = rows[5], o6 = rows[6], o7 = rows[7];
        for (var end = segment + segments; segment != end; segment++)
        {
            if (TRows.Gathered)
            {
                (o0, o1, o2, o3, o4, o5, o6, o7) = (rows[0], rows[1], rows[2], rows[3], rows[4], rows[5], rows[6], rows[7]);
                rows += Rows;
            }

            var a = segment->A;
            var b = segment->B;
            for (var k = depth; k > 0; k--)
            {
                var b0 = TLanes.Load(b);
                var b1 = TLanes.Load(b + width);
                var x = TLanes.Broadcast(*(float*)(a + o0));
                s00 = TLanes.MultiplyAdd(x, b0, s00);
                s01 = TLanes.MultiplyAdd(x, b1, s01);
                x = TLanes.Broadcast(*(float*)(a + o1));
                s10 = TLanes.MultiplyAdd(x, b0, s10);
                s11 = TLanes.MultiplyAdd(x, b1, s11);
                x = TLanes.Broadcast(*(float*)(a + o2));
                s20 = TLanes.MultiplyAdd(x, b0, s20);
                s21 = TLanes.MultiplyAdd(x, b1, s21);
                x = TLanes.Broadcast(*(float*)(a + o3));
                s30 = TLanes.MultiplyAdd(x, b0, s30);
                s31 = TLanes.MultiplyAdd(x, b1, s31);
                x = TLanes.Broadcast(*(float*)(a + o4));
                s40 = TLanes.MultiplyAdd(x, b0, s40);
                s41 = TLanes.MultiplyAdd(x, b1, s41);
                x = TLanes.Broadcast(*(float*)(a + o5));
                s50 = TLanes.MultiplyAdd(x, b0, s50);
                s51 = TLanes.MultiplyAdd(x, b1, s51);
                x = TLanes.Broadcast(*(float*)(a + o6));
                s60 = TLanes.MultiplyAdd(x, b0, s60);
                s61 = TLanes.MultiplyAdd(x, b1, s61);
                x = TLanes.Broadcast(*(float*)(a + o7));
                s70 = TLanes.MultiplyAdd(x, b0, s70);
                s71 = TLanes.MultiplyAdd(x, b1, s71);
                a += step;
                b += bStride;
            }
        }

        TLanes.Store(s00, c);
        TLanes.Store(s01, c + width);
        c += cStride;
        TLanes.Store(s10, c);
        TLanes.Store(s11, c + width);
        c += cStride;
        TLanes.Store(s20, c);
        TLanes.Store(s21, c + width);
        c += cStride;
        TLanes.Store(s30, c);
        TLanes.Store(s31, c + width);
        c += cStride;
        TLanes.Store(s40, c);
        TLanes.Store(s41, c + width);
        c += cStride;
        TLanes.Store(s50, c);
        TLanes.Store(s51, c + width);
        c += cStride;
        TLanes.Store(s60, c);
        TLanes.Store(s61, c + width);
        c += cStride;
        TLanes.Store(s70, c);
        TLanes.Store(s71, c + width);
    }

    /// <summary>Computes eight rows by one vector; see <see cref="Wide"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Narrow<TLanes, TVector, TRows>(
        Segment* segment, nint* rows, int segments, int depth, nint step, nint bStride, float* c, nint cStride, bool accumulate)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TRows : struct, ITileRows
    {
        TVector s0, s1, s2, s3, s4, s5, s6, s7;
        if (accumulate)
        {
            (s0, s1, s2, s3) = (TLanes.Load(c), TLanes.Load(c + cStride), TLanes.Load(c + (2 * cStride)), TLanes.Load(c + (3 * cStride)));
            var half = c + (4 * cStride);
            (s4, s5, s6, s7) =
                (TLanes.Load(half), TLanes.Load(half + cStride), TLanes.Load(half + (2 * cStride)), TLanes.Load(half + (3 * cStride)));
        }
        else
        {
            s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = TLanes.Zero;
        }

        nint o0 = rows[0], o1 = rows[1], o2 = rows[2], o3 = rows[3], o4 = rows[4], o5 = rows[5], o6 = rows[6], o7 = rows[7];
        for (var end = segment + segments; segment != end; segment++)
        {
            if (TRows.Gathered)
            {
                (o0, o1, o2, o3, o4, o5, o6, o7) = (rows[0], rows[1], rows[2], rows[3], rows[4], rows[5], rows[6], rows[7]);
                rows += Rows;
            }

            var a = segment->A;
            var b = segment->B;
            for (var k = depth; k > 0; k--)
            {
                var b0 = TLanes.Load(b);
                s0 = TLanes.MultiplyAdd(TLanes.Broadcast(*(float*)(a + o0)), b0, s0);
                s1 = TLanes.MultiplyAdd(TLanes.Broadcast(*(float*)(a + o1)), b0, s1);
                s2 = TLanes.MultiplyAdd(TLanes.Broadcast(*(float*)(a + o2)), b0, s2);
                s3 = TLanes.MultiplyAdd(TLanes.Broadcast(*(float*)(a + o3)), b0, s3);
                s4 = TLanes.MultiplyAdd(TLanes.Broadcast(*(float*)(a + o4)), b0, s4);
                s5 = TLanes.MultiplyAdd(TLanes.Broadcast(*(float*)(a + o5)), b0, s5);
                s6 = TLanes.MultiplyAdd(TLanes.Broadcast(*(float*)(a + o6)), b0, s6);
                s7 = TLanes.MultiplyAdd(TLanes.Broadcast(*(float*)(a + o7)), b0, s7);
                a += step;
                b += bStride;
            }
        }

        TLanes.Store(s0, c);
        TLanes.Store(s1, c + cStride);
        TLanes.Store(s2, c + (2 * cStride));
        TLanes.Store(s3, c + (3 * cStride));
        c += 4 * cStride;
        TLanes.Store(s4, c);
        TLanes.Store(s5, c + cStride);
        TLanes.Store(s6, c + (2 * cStride));
        TLanes.Store(s7, c + (3 * cStride));
    }
}
