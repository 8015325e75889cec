using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Inkling.Kernels;

/// <summary>
/// Where a matrix is not zero, one bit per element: [<see cref="Words"/>, rows], bit j of word (w, i) telling of element (i, 64 w + j).
/// Four of five pixels of
/// a handwritten digit are zero, and a product that walks the others does a fifth of the work. (Word by word, not row by row, so that two
/// cores never write
/// to one cache line.)
/// </summary>
internal static unsafe class SparsityMask
{
    private const int SampledRows = 16;

    /// <summary>Words of 64 columns that a row takes.</summary>
    public static int Words(int columns) => (columns + 63) / 64;

    /// <summary>Floats of a block that holds the mask of a [rows, columns] matrix.</summary>
    public static int Floats(int rows, int columns) => 2 * rows * Words(columns);

    /// <summary>
    /// The parts that loops over columns are cut into, always at a word: two, or one where there is only one word. Every loop over a batch
    /// of images and the
    /// first layer's weights cuts here, so that each core keeps its pixels and its weights.
    /// </summary>
    public static int Parts(int columns) => columns > 64 ? 2 : 1;

    /// <summary>The first column of a part, and how many it has.</summary>
    public static (int First, int Columns) Part(int part, int columns)
    {
        var (words, parts) = (Words(columns), Parts(columns));
        var first = words * part / parts * 64;
        return (first, Math.Min(columns, words * (part + 1) / parts * 64) - first);
    }

    /// <summary>The share of elements that are not zero, by some rows spread over the matrix.</summary>
    public static double Density(ReadOnlySpan<float> values, int rows, int columns)
    {
        fixed (float* source = values)
        {
            return Compute.VectorBits switch
            {
                512 => Density<Lanes512, Vector512<float>>(source, rows, columns),
                256 => Density<Lanes256, Vector256<float>>(source, rows, columns),
                _ => Density<Lanes128, Vector128<float>>(source, rows, columns),
            };
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Density<TLanes, TVector>(float* source, int rows, int columns)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var (sampled, present) = (Math.Min(rows, SampledRows), 0L);
        for (var i = 0; i < sampled; i++)
        {
            var row = source + ((long)rows * i / sampled * columns);
            for (var first = 0; first < columns; first += 64)
                present += BitOperations.PopCount(Word<TLanes, TVector>(row + first, Math.Min(64, columns - first)));
        }

        return (double)present / Math.Max(1L, (long)sampled * columns);
    }

    /// <summary>Which of up to 64 elements are not zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Word<TLanes, TVector>(float* source, int count)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var bits = 0UL;
        var j = 0;
        for (; j <= count - TLanes.Count; j += TLanes.Count)
            bits |= (ulong)TLanes.NonZeroBits(TLanes.Load(source + j)) << j;
        for (; j < count; j++)
            bits |= (source[j] != 0 ? 1UL : 0UL) << j;
        return bits;
    }

    /// <summary>
    /// Turns one word of up to 64 rows into 64 words, one per column: bit i of <paramref name="square"/>[j] tells of row i and the word's
    /// column j (Warren,
    /// "Hacker's Delight", 2nd edition, section 7-3).
    /// </summary>
    /// <param name="mask">The words of the rows.</param>
    /// <param name="rows">How many rows there are, 1 to 64.</param>
    /// <param name="square">64 words.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(ulong* mask, int rows, ulong* square)
    {
        for (var i = 0; i < 64; i++)
            square[i] = i < rows ? mask[i] : 0;
        TransposeSquare(square);
    }

    private static void TransposeSquare(ulong* rows)
    {
        Exchange(rows, 32, 0x0000_0000_FFFF_FFFF);
        Exchange(rows, 16, 0x0000_FFFF_0000_FFFF);
        Exchange(rows, 8, 0x00FF_00FF_00FF_00FF);
        Exchange(rows, 4, 0x0F0F_0F0F_0F0F_0F0F);
        Exchange(rows, 2, 0x3333_3333_3333_3333);
        Exchange(rows, 1, 0x5555_5555_5555_5555);
    }

    /// <summary>Exchanges the upper right and lower left quarters of each square of 2 <paramref name="step"/> bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Exchange(ulong* rows, int step, ulong mask)
    {
        for (var block = 0; block < 64; block += 2 * step)
        {
            var (upper, lower) = ((nint)(rows + block), (nint)(rows + block + step));
            var i = 0;
            for (; i <= step - Vector256<ulong>.Count; i += Vector256<ulong>.Count)
            {
                var (u, l) = (Vector256.Load((ulong*)upper + i), Vector256.Load((ulong*)lower + i));
                var moved = ((u >>> step) ^ l) & Vector256.Create(mask);
                (u ^ (moved << step)).Store((ulong*)upper + i);
                (l ^ moved).Store((ulong*)lower + i);
            }

            for (; i < step; i++)
            {
                var moved = ((((ulong*)upper)[i] >> step) ^ ((ulong*)lower)[i]) & mask;
                ((ulong*)upper)[i] ^= moved << step;
                ((ulong*)lower)[i] ^= moved;
            }
        }
    }
}
