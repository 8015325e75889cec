namespace Inkling.Figures;

/// <summary>
/// The colours and fonts of all figures. A page includes <see cref="Css"/> once; a standalone SVG document contains it.
/// </summary>
public static class Theme
{
    /// <summary>The number of colours of series: classes c0 to c5, then again from c0.</summary>
    internal const int Colors = 6;

    /// <summary>
    /// The rules, the same in every setting; colours are custom properties of <see cref="Palette"/>. Classes: ground; text (title, small,
    /// bold, faint); grid, axis; line (thin, dashed), dot, bar (pale), cell (text on it is legible up to a fill-opacity of 0.5), each with
    /// a colour: c0 to c5, correct (green), incorrect (red), neutral (grey), ink. Images: frame, pixels (not smoothed), pixel-grid, numbers
    /// and zeros (always on white), target (invisible, has a tooltip).
    /// </summary>
    internal const string Rules = """
        .figure .ground{fill:var(--ground)}
        .figure .text{fill:var(--ink);font-family:system-ui,sans-serif;font-size:14px}
        .figure .title{font-size:17px;font-weight:600}
        .figure .small{font-size:11.5px}
        .figure .bold{font-weight:600}
        .figure .faint{fill:var(--faint)}
        .figure .grid{stroke:var(--grid)}
        .figure .axis{stroke:var(--axis);fill:none}
        .figure .c0{--c:var(--c0)}
        .figure .c1{--c:var(--c1)}
        .figure .c2{--c:var(--c2)}
        .figure .c3{--c:var(--c3)}
        .figure .c4{--c:var(--c4)}
        .figure .c5{--c:var(--c5)}
        .figure .correct{--c:var(--correct)}
        .figure .incorrect{--c:var(--incorrect)}
        .figure .neutral{--c:var(--axis)}
        .figure .ink{--c:var(--ink)}
        .figure .line{fill:none;stroke:var(--c);stroke-width:2.2;stroke-linejoin:round}
        .figure .line.thin{stroke-width:1.1;opacity:.65}
        .figure .line.dashed{stroke-width:1.4;stroke-dasharray:5 4}
        .figure .dot,.figure .bar,.figure .cell{fill:var(--c)}
        .figure .bar.pale{opacity:.55}
        .figure .bar.neutral{opacity:.6}
        .figure .text.correct{fill:var(--correct)}
        .figure .text.incorrect{fill:var(--incorrect)}
        .figure .frame{fill:none;stroke:var(--c,var(--axis));stroke-width:2}
        .figure .pixels{image-rendering:pixelated}
        .figure .pixel-grid{fill:none;stroke:#9ca3af;stroke-width:.4}
        .figure .numbers{fill:#111827;font-family:ui-sans-serif,sans-serif;text-anchor:middle}
        .figure .zeros{fill:#6b7280}
        .figure .target{fill:none;pointer-events:all}
        """;

    // Lines differ by their dashes too, for black and white.
    private const string PrintRules = """
        .figure{print-color-adjust:exact;break-inside:avoid}
        .figure .line.c1{stroke-dasharray:9 3}
        .figure .line.c2{stroke-dasharray:2 2}
        .figure .line.c3{stroke-dasharray:9 3 2 3}
        .figure .line.c4{stroke-dasharray:5 5}
        .figure .line.c5{stroke-dasharray:14 4}
        """;

    /// <summary>The style sheet: light and dark as the reader's setting says, and colours and dashes for paper.</summary>
    public static string Css { get; } =
        $".figure{{{Palette.Light.ToCss()};max-width:100%;height:auto}}\n"
        + $"@media (prefers-color-scheme:dark){{.figure{{{Palette.Dark.ToCss()}}}}}\n"
        + $"@media print{{.figure{{{Palette.Print.ToCss()}}}\n{PrintRules.ReplaceLineEndings("\n")}}}\n"
        + Rules.ReplaceLineEndings("\n");
}
