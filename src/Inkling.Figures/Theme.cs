namespace Inkling.Figures;

/// <summary>
/// The colours and letters of all figures. A page includes them once; a figure that is a document of its own brings them along.
/// </summary>
public static class Theme
{
    /// <summary>Colours for series: classes c0 to c5, then again.</summary>
    internal const int Colors = 6;

    /// <summary>
    /// The style sheet. Classes: ground; text, title, small, bold, faint; grid, axis; line (thin, dashed), dot, bar (pale), cell (text is
    /// read on it where its
    /// fill-opacity is at most 0.5) with a colour: c0 to c5, right (green), wrong (red), idle (grey), ink. On paper lines differ in their
    /// dashes too. Of images: frame, pixels (never smoothed), pixel-grid, numbers and zeros (on paper), target (unseen, says something on
    /// hover).
    /// Custom properties carry the colours, so that a reader's dark setting and paper change them in one place.
    /// </summary>
    public const string Css = """
        .figure{--ground:#fff;--ink:#1f2937;--faint:#4b5563;--grid:#e5e7eb;--axis:#6b7280;--right:#15803d;--wrong:#b91c1c;
        --c0:#2563eb;--c1:#c2410c;--c2:#047857;--c3:#be185d;--c4:#6d28d9;--c5:#92700c;max-width:100%;height:auto}
        @media (prefers-color-scheme:dark){.figure{--ground:#111827;--ink:#e5e7eb;--faint:#9ca3af;--grid:#374151;--axis:#9ca3af;--right:#4ade80;--wrong:#f87171;
        --c0:#60a5fa;--c1:#fb923c;--c2:#34d399;--c3:#f472b6;--c4:#a78bfa;--c5:#facc15}}
        @media print{.figure{--ground:#fff;--ink:#000;--faint:#374151;--grid:#d1d5db;--axis:#4b5563;--right:#15803d;--wrong:#b91c1c;
        --c0:#2563eb;--c1:#c2410c;--c2:#047857;--c3:#be185d;--c4:#6d28d9;--c5:#92700c;print-color-adjust:exact;break-inside:avoid}
        .figure .line.c1{stroke-dasharray:9 3}.figure .line.c2{stroke-dasharray:2 2}.figure .line.c3{stroke-dasharray:9 3 2 3}.figure .line.c4{stroke-dasharray:5 5}
        .figure .line.c5{stroke-dasharray:14 4}}
        .figure .ground{fill:var(--ground)}
        .figure .text{fill:var(--ink);font:14px system-ui,sans-serif}.figure .title{font-size:17px;font-weight:600}.figure .small{font-size:11.5px}
        .figure .faint{fill:var(--faint)}.figure .grid{stroke:var(--grid)}.figure .axis{stroke:var(--axis);fill:none}
        .figure .c0{--c:var(--c0)}.figure .c1{--c:var(--c1)}.figure .c2{--c:var(--c2)}.figure .c3{--c:var(--c3)}.figure .c4{--c:var(--c4)}.figure .c5{--c:var(--c5)}
        .figure .line{fill:none;stroke:var(--c);stroke-width:2.2;stroke-linejoin:round}.figure .dot,.figure .bar,.figure .cell{fill:var(--c)}
        .figure .line.thin{stroke-width:1.1;opacity:.65}.figure .line.dashed{stroke-width:1.4;stroke-dasharray:5 4}.figure .bold{font-weight:600}.figure .idle{--c:var(--axis)}.figure .ink{--c:var(--ink)}.figure .bar.pale{opacity:.55}.figure .bar.idle{opacity:.6}
        .figure .right{--c:var(--right)}.figure .wrong{--c:var(--wrong)}.figure .text.right{fill:var(--right)}.figure .text.wrong{fill:var(--wrong)}
        .figure .numbers{fill:#111827;font-family:ui-sans-serif,sans-serif;text-anchor:middle}.figure .target{fill:none;pointer-events:all}.figure .zeros{fill:#6b7280}.figure .pixel-grid{fill:none;stroke:#9ca3af;stroke-width:.4}
        .figure .frame{fill:none;stroke:var(--c,var(--axis));stroke-width:2}.figure .pixels{image-rendering:pixelated}
        """;
}
