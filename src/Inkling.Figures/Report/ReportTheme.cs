namespace Inkling.Figures.Report;

/// <summary>The style sheet of a report, for wide and narrow screens, light and dark settings, and paper.</summary>
internal static class ReportTheme
{
    public const string Css = """
        :root{color-scheme:light dark;--page:#f8fafc;--card:#fff;--text:#1f2937;--soft:#4b5563;--rule:#d1d5db;--accent:#1d4ed8}
        @media (prefers-color-scheme:dark){
        :root{--page:#0b1120;--card:#111827;--text:#e5e7eb;--soft:#a3acba;--rule:#374151;--accent:#8ab4f8}
        }
        *{box-sizing:border-box}
        html{scroll-behavior:smooth}
        @media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
        body{margin:0 auto;padding:1.5rem clamp(.25rem,2.5vw,2rem) 4rem;max-width:71rem;
        background:var(--page);color:var(--text);font:1rem/1.55 system-ui,sans-serif}
        a{color:var(--accent)}
        .skip{position:absolute;left:-99rem}
        .skip:focus{left:1rem;top:1rem;padding:.5rem 1rem;background:var(--card);border:2px solid var(--accent)}
        :focus-visible{outline:3px solid var(--accent);outline-offset:2px}
        header .kind{margin:0;color:var(--soft);font-size:.875rem;letter-spacing:.04em}
        h1{margin:0;font-size:clamp(1.5rem,5vw,2.25rem);line-height:1.2;overflow-wrap:anywhere}
        header .subject{margin:.25rem 0 1.25rem;color:var(--soft)}
        nav{margin-bottom:1.5rem;border-block:1px solid var(--rule);padding-block:.75rem}
        nav ol{margin:0;padding-left:1.6rem;columns:17rem auto;column-gap:2rem}
        nav li{break-inside:avoid;padding-block:.15rem}
        section{margin-bottom:1.25rem;padding:1.1rem clamp(.5rem,2.5vw,1.5rem) 1.35rem;background:var(--card);
        border:1px solid var(--rule);border-radius:.6rem;scroll-margin-top:1rem}
        h2{margin:0 0 .4rem;font-size:1.35rem;line-height:1.3}
        .guide{margin:0 0 .5rem;color:var(--soft);max-width:46rem}
        .finding{margin:0 0 1rem;font-weight:500;max-width:46rem}
        .columns{columns:28rem 2;column-gap:1.25rem}
        .columns>*{display:block;break-inside:avoid;margin-bottom:1.25rem}
        .columns .figure{border-radius:.4rem}
        .headline{display:flex;flex-wrap:wrap;gap:.5rem 2rem;margin:0 0 1.25rem}
        .headline dt{color:var(--soft);font-size:.875rem}
        .headline dd{margin:0;font-size:1.25rem;font-weight:600;font-variant-numeric:tabular-nums}
        .headline .main dd{font-size:2.5rem;line-height:1.1}
        .headline div{align-self:flex-end}
        .scroll{overflow-x:auto;max-width:100%}
        table{border-collapse:collapse;font-size:.875rem;font-variant-numeric:tabular-nums}
        .caption{margin:0 0 .3rem;color:var(--soft);font-size:.875rem;max-width:38rem}
        th,td{padding:.28rem 0 .28rem .9rem;text-align:right;border-bottom:1px solid var(--rule);vertical-align:top}
        th:first-child{text-align:left}
        th:first-child{padding-left:0}
        thead th{color:var(--soft);font-weight:600;vertical-align:bottom}
        tbody th{font-weight:600;white-space:nowrap}
        td{white-space:nowrap}
        #result td{text-align:left;overflow-wrap:anywhere;white-space:normal}
        #result thead th{text-align:left}
        pre{margin:0;padding:.8rem 1rem;overflow-x:auto;border:1px solid var(--rule);border-radius:.4rem;
        background:var(--page);font:.875rem/1.6 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere}
        @page{margin:15mm}
        header,nav{padding-inline:.5rem}
        @media print{
        :root{color-scheme:light;--page:#fff;--card:#fff;--text:#000;--soft:#374151;--rule:#9ca3af;--accent:#000}
        body{max-width:none;padding:0;font-size:10.5pt}
        .skip,nav{display:none}
        section{border:0;border-radius:0;padding:0;margin:0;break-before:page}
        #result,#start,#confusion,#mistakes{break-before:auto;margin-top:1.5rem}
        h2{break-after:avoid}
        .guide,.finding{break-inside:avoid}
        .columns{columns:2}
        .columns .table{column-span:all}
        .scroll{overflow:visible}
        tr{break-inside:avoid}
        thead{display:table-header-group}
        }
        """;
}
