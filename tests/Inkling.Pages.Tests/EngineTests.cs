using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Inkling.Data;
using Inkling.Models;
using Inkling.Pages.Tests.Hosts;

namespace Inkling.Pages.Tests;

/// <summary>
/// Each host gives the numbers of the library in this process: for test images of MNIST where they are at hand, or generated ones.
/// </summary>
public class EngineTests(Chromium chromium, LabFixture lab)
{
    private const double Tolerance = 1e-5;

    private static readonly Lazy<ImageDataset> s_images = new(() =>
        Environment.GetEnvironmentVariable("INKLING_DATA") is { Length: > 0 } ? Mnist.Test().Take(1000) : Handwriting.Test(1000));

    private static readonly Lazy<Prediction[]> s_expected = new(() => [.. new Predictor(PretrainedModel.Load()).Predict(s_images.Value)]);

    [Fact]
    public async Task The_engine_in_the_browser_gives_the_logits()
    {
        await using var window = await lab.OpenAsync(chromium, "site");
        await window["pad"].WaitForAsync();
        var logits = await window.Page.EvaluateAsync<double[]>(
            """
            async pixels => {
              const exports = await globalThis.getDotnetRuntime(0).getAssemblyExports('Inkling.Lab.Browser');
              const bytes = Uint8Array.from(atob(pixels), character => character.charCodeAt(0));
              return exports.Inkling.Lab.Browser.EngineExports.Logits(bytes);
            }
            """,
            Convert.ToBase64String(s_images.Value.Pixels));
        float[] expected = [.. s_expected.Value.SelectMany(prediction => prediction.Logits.ToArray())];
        logits.Length.ShouldBe(expected.Length);
        for (var i = 0; i < expected.Length; i++)
            logits[i].ShouldBe(expected[i], Tolerance * Math.Max(1, Math.Abs(expected[i])));
    }

    /// <summary>predict prints no logits, but the probabilities with all digits.</summary>
    [Fact]
    public async Task The_program_gives_the_probabilities()
    {
        var folder = Directory.CreateTempSubdirectory("inkling-engine-test-");
        try
        {
            var file = Path.Combine(folder.FullName, "digits.idx3-ubyte");
            await File.WriteAllBytesAsync(file, Idx(s_images.Value));
            using var process = Process.Start(new ProcessStartInfo(Repository.DotNet)
            {
                ArgumentList =
                {
                    Repository.BuiltFile("Inkling.Cli", "Inkling.Cli.dll"), "predict", file, "--model", "pretrained", "--json",
                },
                WorkingDirectory = folder.FullName,
                RedirectStandardOutput = true,
            })!;
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            process.ExitCode.ShouldBe(0);
            var predictions = JsonDocument.Parse(output).RootElement.EnumerateArray().ToArray();
            predictions.Length.ShouldBe(s_expected.Value.Length);
            foreach (var (actual, expected) in predictions.Zip(s_expected.Value))
            {
                var probabilities = actual.GetProperty("probabilities").EnumerateArray().Select(value => value.GetDouble()).ToArray();
                for (var i = 0; i < probabilities.Length; i++)
                    probabilities[i].ShouldBe(expected.Probabilities[i], Tolerance);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The page shows three decimals of each logit.</summary>
    [Theory, InlineData("program"), InlineData("site")]
    public async Task The_page_shows_the_logits_of_the_digits_of_its_data_set(string host)
    {
        const int Count = 20;
        var images = host == "program" ? s_images.Value : Handwriting.Test(100);
        await using var window = await lab.OpenAsync(chromium, host);
        var predictor = new Predictor(PretrainedModel.Load());
        for (var i = 1; i <= Count; i++)
        {
            await window["digits-next"].ClickAsync();
            var prediction = predictor.Predict(images.Image(i));
            // The first logit says when the page is as far; two digits have the same one only by chance.
            await window.TextAsync("logit-0", text => IsRounded(text, prediction.Logits[0]));
            var shown = await window.Page.Locator("[data-testid^=logit-]").AllTextContentsAsync();
            shown.Count.ShouldBe(prediction.Logits.Length);
            for (var digit = 0; digit < shown.Count; digit++)
                IsRounded(shown[digit], prediction.Logits[digit]).ShouldBeTrue($"image {i}, logit {digit}: {shown[digit]}");
        }
    }

    private static bool IsRounded(string text, float number) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out var shown) && Math.Abs(shown - number) <= 0.0005 + Tolerance;

    /// <summary>An IDX file: two zeros, the type of bytes, the rank, the shape, and the pixels.</summary>
    private static byte[] Idx(ImageDataset images)
    {
        byte[] file = [0, 0, 8, 3, .. new byte[12], .. images.Pixels];
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4), images.Count);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(8), images.Rows);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(12), images.Columns);
        return file;
    }
}
