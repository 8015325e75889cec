using System.Diagnostics;
using System.Text;

namespace Inkling.Figures.Drawing;

/// <summary>Makes PNG of SVG with a browser that is installed anyway: Chromium, Chrome or Edge, without a window.</summary>
internal static class BrowserPicture
{
    // Pixels for each unit, so that text is sharp on paper.
    private const int Scale = 2;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private static readonly string[] s_names =
        ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge"];

    /// <summary>The first browser on the PATH, or null.</summary>
    /// <param name="path">Folders in the form of the PATH variable.</param>
    public static string? Find(string? path)
    {
        var folders = (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return s_names.SelectMany(
            name => folders.Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? $"{name}.exe" : name)))
                .FirstOrDefault(File.Exists);
    }

    /// <summary>A picture as PNG, in light colours and two pixels for each unit, made by the browser that is on the PATH.</summary>
    /// <inheritdoc cref="Png(string, string, string, double, double, TimeSpan?)"/>
    public static byte[] Png(string path, string svg, double width, double height)
    {
        var browser = Find(Environment.GetEnvironmentVariable("PATH"))
            ?? throw new IOException(
                $"{path}: a picture as PNG needs Chromium, Chrome or Edge on the PATH, and none is there; .svg needs nothing");
        return Png(browser, path, svg, width, height);
    }

    /// <summary>A picture as PNG, made by one browser.</summary>
    /// <param name="browser">The browser's file.</param>
    /// <param name="path">The file that it is for, as messages name it.</param>
    /// <param name="svg">The picture, a document of its own.</param>
    /// <param name="width">Its units across.</param>
    /// <param name="height">Its units downwards.</param>
    /// <param name="patience">How long it may take; a minute unless something else is said.</param>
    /// <exception cref="IOException">There is no browser, it does not start, or it makes no picture in that time.</exception>
    public static byte[] Png(string browser, string path, string svg, double width, double height, TimeSpan? patience = null)
    {
        var limit = patience ?? s_patience;
        var folder = Directory.CreateTempSubdirectory("inkling-browser-").FullName;
        try
        {
            var (page, picture) = (Path.Combine(folder, "figure.html"), Path.Combine(folder, "figure.png"));
            File.WriteAllText(
                page, $"<!DOCTYPE html><meta charset=\"utf-8\"><style>body{{margin:0}}svg{{display:block}}</style>{svg}", Encoding.UTF8);
            var start = new ProcessStartInfo(browser)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,

                // The page is written here and has neither scripts nor links; a sandbox is what browsers in containers often lack.
                ArgumentList =
                {
                    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--hide-scrollbars",
                    $"--force-device-scale-factor={Scale}", "--blink-settings=preferredColorScheme=1",
                    $"--user-data-dir={Path.Combine(folder, "profile")}",
                    $"--window-size={Math.Ceiling(width)},{Math.Ceiling(height)}", $"--screenshot={picture}", new Uri(page).AbsoluteUri,
                },
            };
            using var process = Process.Start(start) ?? throw new IOException($"{path}: {browser} does not start");
            var said = new StringBuilder();
            process.ErrorDataReceived += (_, line) => said.AppendLine(line.Data);
            process.BeginErrorReadLine();
            process.BeginOutputReadLine();
            if (!process.WaitForExit(limit))
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
                throw new IOException($"{path}: {browser} made no picture within {limit.TotalSeconds} seconds");
            }

            process.WaitForExit();
            return File.Exists(picture)
                ? File.ReadAllBytes(picture)
                : throw new IOException(
                    $"{path}: {browser} made no picture: {said.ToString().ReplaceLineEndings("\n").Split('\n').LastOrDefault(line => line.Length > 0, "it said nothing")}");
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new IOException($"{path}: {browser} does not start: {error.Message}", error);
        }
        finally
        {
            Remove(folder);
        }
    }

    // A browser's helpers may write for a moment after it has ended.
    private static void Remove(string folder)
    {
        for (var attempt = 1; Directory.Exists(folder); attempt++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                if (attempt == 20)
                    return;
                Thread.Sleep(50);
            }
        }
    }
}
