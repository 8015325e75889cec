using System.Globalization;
using Inkling.Formats;

namespace Inkling.Cli.Runs;

/// <summary>A line of numbers, by the names of the columns.</summary>
internal readonly record struct CsvRow(string Place, Dictionary<string, int> Columns, string[] Cells)
{
    /// <summary>Gets the number of the line.</summary>
    public int Index { get; init; }

    public bool Has(string column) => Columns.ContainsKey(column);

    /// <summary>Gets a number that a float can hold, or NaN, from the first of the columns that exists.</summary>
    public double Number(params string[] columns) => Number(columns, float.MinValue, float.MaxValue, "a number");

    /// <summary>Gets a number from 0 to 1, or NaN, from the first of the columns that exists.</summary>
    public double Share(params string[] columns) => Number(columns, 0, 1, "a number from 0 to 1");

    /// <summary>Gets a number from 0 that a float can hold, or NaN.</summary>
    public double FromZero(string column) => Number([column], 0, float.MaxValue, "a number from 0");

    /// <summary>Gets a whole number, 1 or more.</summary>
    public int Whole(string column)
    {
        var cell = Cell([column]).Cell;
        return int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0
            ? value
            : throw Wrong(column, cell, "a whole number from 1");
    }

    private double Number(string[] columns, double min, double max, string expected)
    {
        var (column, cell) = Cell(columns);
        var isNumber = double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value);
        return isNumber && (double.IsNaN(value) || (value >= min && value <= max)) ? value : throw Wrong(column, cell, expected);
    }

    private (string Column, string Cell) Cell(string[] columns)
    {
        var all = Columns;
        return Array.Find(columns, all.ContainsKey) is { } column
            ? (column, Cells[all[column]])
            : throw new InvalidDataException($"{Place}: no column {string.Join(" or ", columns)} in {string.Join(',', all.Keys)}");
    }

    private InvalidDataException Wrong(string column, string cell, string expected) =>
        new($"{Place}: {column} is '{ControlCharacters.Escape(cell)}', expected {expected}");
}
