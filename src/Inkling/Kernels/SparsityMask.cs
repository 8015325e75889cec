using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Inkling.Kernels;

/// <summary>
/// Where a matrix is not zero, one bit per element: by rows for the product with it, by columns for the product with its transpose. Four of
/// five pixels of a handwritten digit are zero, and a product that walks the others does a fifth of the work.
/// </summary>
internal static unsafe class SparsityMask
{
    /// <summary>Words of 64 columns that a row takes.</summary>
    public static int RowWords(int columns) => (columns + 63) / 64;

    /// <summary>Floats of a block that holds both masks of a [rows, columns] matrix.</summary>
    public static int Floats(int rows, int columns) => 2 * ((rows * RowWords(columns)) + ByColumnsWords(rows, columns));

    /// <summary>Words of the mask by columns: for each group of 64 rows one word per column.</summary>
    private static int ByColumnsWords(int rows, int columns) => (rows + 63) / 64 * RowWords(columns) * 64;

    /// <summary>[rows, RowWords]: bit j of word w of row i tells of element (i, 64 w + j).</summary>
    public static Span<ulong> ByRows(Span<float> memory, int rows, int columns) =>
        MemoryMarshal.Cast<float, ulong>(memory)[..(rows * RowWords(columns))];

    /// <summary>[ceil(rows / 64), 64 RowWords]: bit i of word (g, j) tells of element (64 g + i, j).</summary>
    public static Span<ulong> ByColumns(Span<float> memory, int rows, int columns) =>
        MemoryMarshal.Cast<float, ulong>(memory).Slice(rows * RowWords(columns), ByColumnsWords(rows, columns));

    /// <summary>Fills the mask by rows of <paramref name="values"/>, [rows, columns], and counts the elements that are not zero.</summary>
    public static int Scan(ReadOnlySpan<float> values, int rows, int columns, Span<ulong> byRows)
    {
        fixed (float* source = values)
        fixed (ulong* mask = byRows)
        {
            return Compute.VectorBits switch
            {
                512 => Scan<Lanes512, Vector512<float>>(source, rows, columns, mask),
                256 => Scan<Lanes256, Vector256<float>>(source, rows, columns, mask),
                _ => Scan<Lanes128, Vector128<float>>(source, rows, columns, mask),
            };
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Scan<TLanes, TVector>(float* source, int rows, int columns, ulong* mask)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var count = 0;
        for (var i = 0; i < rows; i++, source += columns)
        {
            for (var first = 0; first < columns; first += 64)
            {
                var bits = 0UL;
                var end = Math.Min(64, columns - first);
                var j = 0;
                for (; j <= end - TLanes.Count; j += TLanes.Count)
                    bits |= (ulong)TLanes.NonZeroBits(TLanes.Load(source + first + j)) << j;
                for (; j < end; j++)
                    bits |= (source[first + j] != 0 ? 1UL : 0UL) << j;
                *mask++ = bits;
                count += BitOperations.PopCount(bits);
            }
        }

        return count;
    }

    /// <summary>Makes the mask by columns out of the one by rows: 64 x 64 bits at a time (Warren, "Hacker's Delight", 2nd edition, section 7-3).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(ReadOnlySpan<ulong> byRows, int rows, int columns, Span<ulong> byColumns)
    {
        var words = RowWords(columns);
        fixed (ulong* source = byRows, target = byColumns)
        {
            for (var group = 0; group < (rows + 63) / 64; group++)
            {
                var present = Math.Min(64, rows - (group * 64));
                for (var word = 0; word < words; word++)
                {
                    var square = target + (((long)((group * words) + word)) * 64);
                    var from = source + ((long)group * 64 * words) + word;
                    for (var i = 0; i < 64; i++, from += words)
                        square[i] = i < present ? *from : 0;
                    TransposeSquare(square);
                }
            }
        }
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
