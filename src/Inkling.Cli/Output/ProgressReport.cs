using System.Diagnostics;
using Inkling.Formats;
using Spectre.Console;

namespace Inkling.Cli.Output;

/// <summary>The progress of some work. Cheap enough for every step: it passes on some twenty reports a second.</summary>
internal sealed class ProgressReport(ProgressTask? task) : IProgress<double>
{
    private static readonly long Pause = Stopwatch.Frequency / 20;
    private long _next;

    /// <summary>Reports the share that is done, 0 to 1, and what is being done.</summary>
    public void Report(double share, string? title = null)
    {
        if (task is null)
            return;
        var now = Stopwatch.GetTimestamp();
        if (now < Interlocked.Read(ref _next) && share < 1)
            return;
        Interlocked.Exchange(ref _next, now + Pause);
        Show(share, title);
    }

    /// <summary>A title as Spectre.Console takes it.</summary>
    public static string Title(string text) => Markup.Escape(ControlCharacters.Escape(text));

    void IProgress<double>.Report(double value) => Report(value);

    private void Show(double share, string? title)
    {
        if (title is not null)
            task!.Description = Title(title);
        task!.Value = share;
    }
}
