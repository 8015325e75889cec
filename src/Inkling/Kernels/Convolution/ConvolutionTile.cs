using System.Runtime.CompilerServices;

namespace Inkling.Kernels;

/// <summary>A tile of a product: where it goes, and how its factors lie.</summary>
internal unsafe struct ConvolutionTile
{
    /// <summary>The first element of the tile in the result.</summary>
    public float* C;

    /// <summary>Floats from one row of the result, and of the right factor, to the next.</summary>
    public int Stride, BStride;

    /// <summary>Terms of a segment, and bytes from one term to the next in the left factor.</summary>
    public int Depth, Step;

    /// <summary>Rows and columns of the tile inside the result, and the columns that can be read from the right factor.</summary>
    public int Rows, Columns, PanelColumns;

    /// <summary>Whether the sums are added to the content of the result.</summary>
    public bool Accumulate;

    /// <summary>Computes the tile; at the edges of the result whole, beside it, and the valid part is copied.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public static void Compute<TLanes, TVector, TRows>(Segment* segments, nint* rows, int count, ref ConvolutionTile tile)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TRows : struct, ITileRows
    {
        var width = TLanes.Count;
        var panel = ConvolutionMicroKernel.Vectors == 2 && tile.PanelColumns > width ? 2 * width : width;
        var edge = stackalloc float[ConvolutionMicroKernel.Rows * 2 * width];
        var whole = tile.Rows == ConvolutionMicroKernel.Rows && tile.Columns >= panel;
        var columns = Math.Min(panel, tile.Columns);
        var (c, stride) = whole ? ((nint)tile.C, tile.Stride) : ((nint)edge, panel);
        if (tile.Accumulate && !whole)
            Kernels.Rows.Copy(tile.C, tile.Stride, edge, panel, tile.Rows, columns);
        if (panel > width)
        {
            ConvolutionMicroKernel.Wide<TLanes, TVector, TRows>(
                segments, rows, count, tile.Depth, tile.Step, tile.BStride, (float*)c, stride, tile.Accumulate);
        }
        else
        {
            ConvolutionMicroKernel.Narrow<TLanes, TVector, TRows>(
                segments, rows, count, tile.Depth, tile.Step, tile.BStride, (float*)c, stride, tile.Accumulate);
        }

        if (!whole)
            Kernels.Rows.Copy(edge, panel, tile.C, tile.Stride, tile.Rows, columns);
    }
}
