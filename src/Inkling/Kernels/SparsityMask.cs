using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Inkling.Kernels;

/// <summary>
/// The non-zero elements of a matrix, one bit each: [<see cref="Words"/>, rows], where bit j of word (w, i) stands for element
/// (i, 64 w + j). Four of five pixels of a handwritten digit are zero, and a product that visits only the others does a fifth of the work.
/// (Word by word and not row by row, so that two cores never write to one cache line.)
/// </summary>
internal static unsafe class SparsityMask
{
    private const int SampledRows = 16;

    /// <summary>Gets the number of words of 64 columns in a row.</summary>
    public static int Words(int columns) => (columns + 63) / 64;

    /// <summary>Gets the number of floats of a block that holds the mask of a matrix [rows, columns].</summary>
    public static int Floats(int rows, int columns) => 2 * rows * Words(columns);

    /// <summary>
    /// Gets the number of parts into which loops over columns are cut, always at a word: two, or one where there is only one word. Every
    /// loop over a batch of images and over the first layer's weights cuts here, so that each core keeps its pixels and its weights.
    /// </summary>
    public static int Parts(int columns) => columns > 64 ? 2 : 1;

    /// <summary>Gets the first column of a part and the number of its columns.</summary>
    public static (int First, int Columns) Part(int part, int columns)
    {
        var (words, parts) = (Words(columns), Parts(columns));
        var first = words * part / parts * 64;
        return (first, Math.Min(columns, words * (part + 1) / parts * 64) - first);
    }

    /// <summary>Estimates the share of non-zero elements from some rows spread over the matrix.</summary>
    public static double Density(ReadOnlySpan<float> values, int rows, int columns)
    {
        fixed (float* source = values)
        {
            var job = new CountJob { Source = source, Rows = rows, Columns = columns, Sampled = Math.Min(rows, SampledRows) };
            VectorDispatch.Run<CountKernel>(&job);
            return (double)job.NonZeros / Math.Max(1L, (long)job.Sampled * columns);
        }
    }

    private struct CountJob
    {
        public float* Source;
        public int Rows, Columns, Sampled;
        public long NonZeros;
    }

    /// <summary>Counts the non-zero elements of the sampled rows.</summary>
    private readonly struct CountKernel : IVectorKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void Run<TLanes, TVector>(void* context, int item)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            ref var job = ref *(CountJob*)context;
            var (columns, count) = (job.Columns, 0L);
            for (var i = 0; i < job.Sampled; i++)
            {
                var row = job.Source + ((long)job.Rows * i / job.Sampled * columns);
                for (var first = 0; first < columns; first += 64)
                    count += BitOperations.PopCount(Word<TLanes, TVector>(row + first, Math.Min(64, columns - first)));
            }

            job.NonZeros = count;
        }
    }

    /// <summary>Gets one bit for each of up to 64 elements, set where it is not zero.</summary>
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
    /// Transposes one word of up to 64 rows into 64 words, one per column: bit i of <paramref name="square"/>[j] stands for row i and the
    /// word's column j (Warren, "Hacker's Delight", 2nd edition, section 7-3).
    /// </summary>
    /// <param name="mask">The words of the rows.</param>
    /// <param name="rows">The number of rows, 1 to 64.</param>
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
