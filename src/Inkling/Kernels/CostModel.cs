namespace Inkling.Kernels;

/// <summary>
/// The assumptions about the machine from which the kernels derive how they cut their work. They decide speed only: no result depends on
/// them, because sums are taken in an order that the shapes alone give.
/// </summary>
/// <remarks>
/// The times of elements are effective ones: fitted to the sizes from which two threads were measured to be faster than one. Those of one
/// thread at 512 bits are up to three times shorter. On a slower machine the break-even sizes are smaller, and loops are shared a little
/// too rarely, which costs less than sharing them too often.
/// </remarks>
internal static class CostModel
{
    /// <summary>The time of a multiply-add of a dense product, in picoseconds: half of the peak.</summary>
    public const int MultiplyAdd = 16;

    /// <summary>The time of a multiply-add of a sparse product, zeros counted, in picoseconds.</summary>
    public const int SparseMultiplyAdd = 6;

    /// <summary>The time of an input element of a pooling with a 2 x 2 window, in picoseconds.</summary>
    public const int Pooling = 64;

    /// <summary>The time of an element of a pass of batch normalisation, in picoseconds: memory traffic and two operations.</summary>
    public const int BatchNormalization = 98;

    /// <summary>The time of a transposed element, in picoseconds: each is read and written on another cache line.</summary>
    public const int Transposition = 195;

    /// <summary>
    /// The multiply-adds of an item of a large product: about 16 microseconds, so that handing it out costs little and the last item of a
    /// loop does not keep the other threads waiting for long.
    /// </summary>
    public const long MultiplyAddsPerItem = 1 << 20;

    /// <summary>
    /// The time from which a loop is shared, in picoseconds: waking the other threads and collecting them takes about as long.
    /// </summary>
    private const long SharingThreshold = 3_200_000;

    /// <summary>Bytes of the first-level data cache: 32 KiB or more on the processors that .NET runs on.</summary>
    private const int CacheBytes = 32 * 1024;

    /// <summary>The widest panel of columns that a tile reads: two vectors of 512 bits.</summary>
    private const int PanelBytes = 2 * 64;

    /// <summary>The rows of a panel that fill the first-level cache: the terms that are summed before the sums go back to memory.</summary>
    public const int PanelDepth = CacheBytes / PanelBytes;

    /// <summary>
    /// The distance of rows, in floats, from which the rows of a panel evict each other. The cache has 64 sets of lines of 64 bytes: at a
    /// distance of 1 KiB every fourth row falls into the same sets, so that an eighth of a panel of <see cref="PanelDepth"/> rows fits.
    /// </summary>
    public const int ConflictingStride = 1024 / sizeof(float);

    /// <summary>
    /// The tiles of a result that make up for copying a panel they share. A copied element costs a load and a store, a tile one load of the
    /// panel; eight tiles are the break-even point measured with rows at a distance of <see cref="ConflictingStride"/>.
    /// </summary>
    public const int TilesPerPackedPanel = 8;

    /// <summary>Whether a loop takes so long that sharing it among threads saves time.</summary>
    /// <param name="elements">The number of elements that the loop computes.</param>
    /// <param name="picoseconds">The time of an element, one of the constants of this class.</param>
    public static bool IsWorthSharing(long elements, int picoseconds) => elements >= SharingThreshold / picoseconds;
}
