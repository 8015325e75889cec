#:package Microsoft.Playwright
#:package SkiaSharp
#:package SkiaSharp.NativeAssets.Linux.NoDependencies
#:property PublishAot=false
// Takes the pictures of the lab that the documentation shows, from `inkling lab` in chromium: dotnet run docs/images/lab.cs
// CHROMIUM names the browser, /usr/bin/chromium otherwise; the digits are MNIST's where they are at hand (INKLING_DATA).
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Playwright;
using SkiaSharp;

const int Width = 1100, Height = 690;
(float X, float Y)[] seven = [(0.27f, 0.22f), (0.74f, 0.2f), (0.6f, 0.5f), (0.46f, 0.84f)];
(float X, float Y)[] three = [.. Arc(0.45f, 0.34f, 0.17f, -150, 90), .. Arc(0.44f, 0.67f, 0.2f, -80, 150)];

var folder = Path.GetDirectoryName(PathOfThisFile())!;
var program = Path.Combine(folder, "..", "..", "src", "Inkling.Cli");
var runs = Directory.CreateTempSubdirectory("inkling-pictures-");
using var lab = Process.Start(new ProcessStartInfo("dotnet")
{
    ArgumentList = { "run", "-c", "Release", "--project", program, "--", "lab", "--no-browser" },
    WorkingDirectory = runs.FullName,
    RedirectStandardOutput = true,
})!;
try
{
    var address = await AddressAsync();
    using var playwright = await Playwright.CreateAsync();
    await using var chromium = await playwright.Chromium.LaunchAsync(new()
    {
        ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named ? named : "/usr/bin/chromium",
        Args = ["--no-sandbox"],
    });
    foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
    {
        await using var context = await chromium.NewContextAsync(
            new() { ViewportSize = new() { Width = Width, Height = Height }, ColorScheme = scheme });
        await ShootAsync(await context.NewPageAsync(), address, $"-{scheme}".ToLowerInvariant());
    }
}
finally
{
    lab.Kill(entireProcessTree: true);
    await lab.WaitForExitAsync();
    runs.Delete(recursive: true);
}

async Task ShootAsync(IPage page, string address, string suffix)
{
    var frames = new List<(SKBitmap Picture, int Milliseconds)>();
    await page.GotoAsync(address);
    await page.Locator("[data-testid=pad][data-ready]").WaitForAsync();
    await FrameAsync(700);
    await DrawAsync(seven, 60);
    await ExpectAsync("prediction", "7");
    await FrameAsync(1000);
    await page.GetByTestId("clear").ClickAsync();
    await DrawAsync(three, 60);
    await ExpectAsync("prediction", "3");
    await FrameAsync(1200);

    // A value of the last layer, and its products.
    await page.GetByTestId("zoom-layer-15").ClickAsync();
    await page.Locator("[data-testid=layer-canvas][data-ready]").ClickAsync(new() { Position = new() { X = 140, Y = 20 } });
    await page.GetByTestId("products-sum").WaitForAsync();
    await page.GetByTestId("open-zoom").EvaluateAsync("heading => heading.closest('section').scrollIntoView()");
    await page.WaitForTimeoutAsync(500);
    await FrameAsync(2000);
    await StillAsync("lab-zoom");

    await page.GotoAsync(address + "train?model=cnn&limit=20000&epochs=1");
    await page.GetByTestId("train-start").WaitForAsync();
    await FrameAsync(700);
    await page.GetByTestId("train-start").ClickAsync();
    await page.GetByTestId("train-network").WaitForAsync();
    await page.Locator("#run-title").EvaluateAsync("heading => heading.closest('section').scrollIntoView()");
    for (var i = 0; i < 200 && await page.GetByTestId("train-status").TextContentAsync() == "running"; i++)
    {
        await FrameAsync(100);
        await page.WaitForTimeoutAsync(100);
    }

    await ExpectAsync("train-status", "complete");
    await page.WaitForTimeoutAsync(500);
    await FrameAsync(2500);
    await StillAsync("lab-train");
    Animate();

    async Task DrawAsync((float X, float Y)[] stroke, int milliseconds)
    {
        var box = (await page.GetByTestId("pad").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + (stroke[0].X * box.Width), box.Y + (stroke[0].Y * box.Height));
        await page.Mouse.DownAsync();
        foreach (var (from, to) in stroke.Zip(stroke.Skip(1)))
        {
            var steps = (int)Math.Ceiling(Math.Max(Math.Abs(to.X - from.X), Math.Abs(to.Y - from.Y)) / 0.1f);
            for (var step = 1; step <= steps; step++)
            {
                var (x, y) = (from.X + ((to.X - from.X) * step / steps), from.Y + ((to.Y - from.Y) * step / steps));
                await page.Mouse.MoveAsync(box.X + (x * box.Width), box.Y + (y * box.Height));
                await page.WaitForTimeoutAsync(80);
                await FrameAsync(milliseconds);
            }
        }

        await page.Mouse.UpAsync();
        await page.WaitForTimeoutAsync(500);
    }

    Task ExpectAsync(string id, string text) => Assertions.Expect(page.GetByTestId(id)).ToHaveTextAsync(text, new() { Timeout = 60_000 });

    async Task FrameAsync(int milliseconds) => frames.Add((SKBitmap.Decode(await page.ScreenshotAsync()), milliseconds));

    async Task StillAsync(string name)
    {
        using var picture = SKBitmap.Decode(await page.ScreenshotAsync());
        using var data = SKWebpEncoder.Encode(picture.PeekPixels(), new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossless, 100));
        await File.WriteAllBytesAsync(Path.Combine(folder, $"{name}{suffix}.webp"), data!.ToArray());
    }

    void Animate()
    {
        SKWebpEncoderFrame[] all =
        [
            .. frames.Select(frame => new SKWebpEncoderFrame(frame.Picture, TimeSpan.FromMilliseconds(frame.Milliseconds))),
        ];
        using var data = SKWebpEncoder.EncodeAnimated(all, new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossy, 75));
        File.WriteAllBytes(Path.Combine(folder, $"lab{suffix}.webp"), data!.ToArray());
        Console.WriteLine($"lab{suffix}.webp: {all.Length} frames, {data.Size:N0} bytes");
    }
}

async Task<string> AddressAsync()
{
    while (await lab.StandardOutput.ReadLineAsync() is { } line)
    {
        if (line.Split(' ').FirstOrDefault(word => word.StartsWith("http://", StringComparison.Ordinal)) is { } found)
            return found.TrimEnd(';');
    }

    throw new InvalidOperationException("inkling lab ended without an address");
}

static IEnumerable<(float X, float Y)> Arc(float x, float y, float radius, int from, int to)
{
    for (var degrees = from; degrees <= to; degrees += 10)
    {
        var (sine, cosine) = MathF.SinCos(degrees * MathF.PI / 180);
        yield return (x + (radius * cosine), y + (radius * sine));
    }
}

static string PathOfThisFile([CallerFilePath] string path = "") => path;
