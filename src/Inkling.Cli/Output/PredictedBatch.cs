using Inkling.Models;
using Inkling.Pictures;

namespace Inkling.Cli.Output;

/// <summary>A batch of images with their predictions.</summary>
internal sealed record PredictedBatch(InputFile File, DigitFile Content, IReadOnlyList<Prediction> Predictions);
