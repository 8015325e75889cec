namespace Inkling.Kernels;

/// <summary>How the weights lie that a product reads.</summary>
internal enum WeightLayout
{
    /// <summary>Row by row, [taps C, O]: used where they are.</summary>
    Rows,

    /// <summary>Panel by panel, copied once before the product: few weights for many rows of the output.</summary>
    Panels,

    /// <summary>Row by row, too far apart to share the cache: each item copies the panel that it uses.</summary>
    PackedByItem,
}

/// <summary>
/// How a product of a convolution is cut into items: each computes one panel of columns, as wide as a tile, for some rows of the result.
/// The plan depends on the shape and the vector width alone.
/// </summary>
internal readonly struct ConvolutionPlan
{
    /// <summary>
    /// Segments that a tile is given at once: the bits of the set in which <see cref="WeightPanel"/> marks the copied taps.
    /// </summary>
    public const int MaxSegments = 64;

    /// <summary>
    /// Columns of the right factor are padded to a multiple of this, so that whole vectors of 512 bits can be read in place.
    /// </summary>
    private const int ColumnUnit = 16;

    /// <summary>Rows of the result that make up for copying a panel of weights.</summary>
    private const int RowsPerPackedPanel = CostModel.TilesPerPackedPanel * ConvolutionMicroKernel.Rows;

    /// <summary>Rows of the result that an item computes at least from its own copy of a panel: the copy costs it a few per cent.</summary>
    private const int MinRowsPerPackingItem = 4 * RowsPerPackedPanel;

    /// <summary>Rows of the result that make up for copying all weights beforehand, in a loop of its own.</summary>
    private const int RowsPerPackedMatrix = 16 * RowsPerPackedPanel;

    /// <summary>
    /// An item of a weight gradient has a multiple of these rows: enough tiles to use a panel of the gradient many times, and a multiple of
    /// the usual numbers of channels, so that a tile seldom spans two taps.
    /// </summary>
    private const int GradientRowUnit = 192;

    private const int MaxGradientRowUnits = 16;

    private ConvolutionPlan(int rows, int columns, long rowsPerItem, bool shared)
    {
        RowsPerItem = (int)rowsPerItem;
        RowGroups = (rows + RowsPerItem - 1) / RowsPerItem;
        Items = RowGroups * Panels(columns);
        IsShared = shared;
    }

    /// <summary>Gets the columns of a panel, which are those of a tile.</summary>
    public static int PanelWidth => ConvolutionMicroKernel.Vectors * VectorDispatch.Lanes;

    /// <summary>Gets the rows of the result that an item computes.</summary>
    public int RowsPerItem { get; }

    /// <summary>Gets the items with the same columns; item i computes the panel i / RowGroups and the rows i % RowGroups.</summary>
    public int RowGroups { get; }

    public int Items { get; }

    public bool IsShared { get; }

    /// <summary>Plans a product whose rows are images at positions: the forward pass and the gradient with respect to the input.</summary>
    /// <param name="rows">Rows of the result: positions times images.</param>
    /// <param name="columns">Columns of the result.</param>
    /// <param name="multiplyAdds">All multiply-adds for one column, those on padding left out.</param>
    /// <param name="layout">How the weights lie.</param>
    public static ConvolutionPlan ForRows(int rows, int columns, long multiplyAdds, WeightLayout layout)
    {
        var perRow = Math.Max(1, multiplyAdds / Math.Max(1, rows) * PanelWidth);
        var least = layout == WeightLayout.PackedByItem ? MinRowsPerPackingItem : ConvolutionMicroKernel.Rows;
        var rowsPerItem = Math.Clamp(CostModel.MultiplyAddsPerItem / perRow, least, Math.Max(least, rows));
        var shared = CostModel.IsWorthSharing(multiplyAdds * columns, CostModel.MultiplyAdd);
        return new ConvolutionPlan(rows, columns, (rowsPerItem + ConvolutionMicroKernel.Rows - 1) & -ConvolutionMicroKernel.Rows, shared);
    }

    /// <summary>Plans a product whose rows are input channels at taps: the gradient with respect to the weights.</summary>
    /// <param name="rows">Rows of the result: active taps times input channels.</param>
    /// <param name="columns">Columns of the result: output channels.</param>
    /// <param name="terms">Terms of each element: output positions times images.</param>
    public static ConvolutionPlan ForWeightGradient(int rows, int columns, long terms)
    {
        var units = Math.Clamp(CostModel.MultiplyAddsPerItem / Math.Max(1, terms * PanelWidth * GradientRowUnit), 1, MaxGradientRowUnits);
        var shared = CostModel.IsWorthSharing(terms * rows * columns, CostModel.MultiplyAdd);
        return new ConvolutionPlan(rows, columns, units * GradientRowUnit, shared);
    }

    /// <summary>Chooses how the weights of a forward pass are read.</summary>
    /// <param name="stride">Floats from one row of the weights to the next.</param>
    /// <param name="taps">Taps of the kernel.</param>
    /// <param name="rows">Rows of the output.</param>
    public static WeightLayout LayoutOfWeights(int stride, int taps, int rows)
    {
        if (stride >= CostModel.ConflictingStride)
            return taps <= MaxSegments && rows >= RowsPerPackedPanel ? WeightLayout.PackedByItem : WeightLayout.Rows;
        var severalWholePanels = stride > PanelWidth && stride % PanelWidth == 0;
        return severalWholePanels && rows >= RowsPerPackedMatrix ? WeightLayout.Panels : WeightLayout.Rows;
    }

    /// <summary>Gets the number of panels that cover some columns.</summary>
    public static int Panels(int columns) => (columns + PanelWidth - 1) / PanelWidth;

    /// <summary>Gets the row stride of a right factor with some columns.</summary>
    public static int PaddedColumns(int columns) => (columns + ColumnUnit - 1) / ColumnUnit * ColumnUnit;
}
