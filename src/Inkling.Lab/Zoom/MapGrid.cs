using Inkling.Analysis;

namespace Inkling.Lab.Zoom;

/// <summary>How values are laid out on a canvas: maps of rows and columns side by side; a vector is one map.</summary>
/// <param name="Maps">The number of maps.</param>
/// <param name="Rows">The rows of a map.</param>
/// <param name="Columns">The columns of a map.</param>
/// <param name="IsVector">Whether rows and columns have no meaning.</param>
public readonly record struct MapGrid(int Maps, int Rows, int Columns, bool IsVector = false)
{
    /// <summary>The most feature maps of a layer in an overview.</summary>
    public const int MostMaps = 16;

    /// <summary>The most values of a vector in a row.</summary>
    private const int LongestRow = 32;

    /// <summary>Gets the number of maps side by side.</summary>
    public int Across => Maps <= 64 ? Math.Min(Maps, 8) : 16;

    /// <summary>Gets the number of values of the maps.</summary>
    public int Length => Maps * Rows * Columns;

    /// <summary>Lays out the output of a layer; one map that was flattened is shown as the map.</summary>
    /// <param name="layer">The layer.</param>
    public static MapGrid Of(Activation layer) =>
        layer is { Kind: "Flatten", InputShape: { Rank: 3 } map } && map[0] == 1 ? Of(map) : Of(layer.Shape);

    /// <summary>Lays out values of a shape: [maps, rows, columns], or a vector.</summary>
    /// <param name="shape">The shape.</param>
    public static MapGrid Of(Shape shape)
    {
        if (shape.Rank == 3 && shape[1] * shape[2] > 1)
            return new MapGrid(shape[0], shape[1], shape[2]);
        var side = (int)Math.Sqrt(shape.Length);
        var columns = shape.Length <= LongestRow ? shape.Length : side * side == shape.Length ? side : LongestRow;
        return new MapGrid(1, (shape.Length + columns - 1) / columns, columns, IsVector: true);
    }

    /// <summary>Gets the grid of the first maps.</summary>
    /// <param name="maps">The most maps.</param>
    public MapGrid First(int maps) => this with { Maps = Math.Min(maps, Maps) };

    /// <summary>Gets the map, row and column of the value at an index.</summary>
    /// <param name="index">The index in row-major order.</param>
    public (int Map, int Row, int Column) Place(int index) => (index / (Rows * Columns), index / Columns % Rows, index % Columns);

    /// <summary>Gets the place of the value at an index in words.</summary>
    /// <param name="index">The index in row-major order.</param>
    public string NameOf(int index)
    {
        var (map, row, column) = Place(index);
        return IsVector ? $"unit {index}" : Maps == 1 ? $"row {row}, column {column}" : $"channel {map}, row {row}, column {column}";
    }
}
