using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;
using Inkling.Models;

namespace Inkling.Lab.Browser;

/// <summary>
/// The engine for scripts, without a page. Tests compare its numbers with those of the other hosts:
/// <c>(await getDotnetRuntime(0).getAssemblyExports("Inkling.Lab.Browser")).Inkling.Lab.Browser.EngineExports.Logits(pixels)</c>.
/// </summary>
[SupportedOSPlatform("browser")]
[SuppressMessage("Design", "MA0182", Justification = "Scripts call it.")]
internal static partial class EngineExports
{
    private static readonly Lazy<Predictor> s_predictor = new(() => new Predictor(PretrainedModel.Load()));

    /// <summary>Computes the logits that the pretrained model gives to images.</summary>
    /// <param name="pixels">[N, 28, 28] bytes: 0 is background, 255 full ink.</param>
    /// <returns>[N, 10] logits.</returns>
    [JSExport]
    internal static double[] Logits(byte[] pixels)
    {
        var predictor = s_predictor.Value;
        return
        [
            .. pixels.Chunk(predictor.Model.Rows * predictor.Model.Columns)
                .SelectMany(image => predictor.Predict(image.AsSpan()).Logits.ToArray())
                .Select(logit => (double)logit),
        ];
    }
}
