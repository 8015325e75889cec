using Inkling.Data;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Cli.Reading;

/// <summary>Reads prepared pictures with a trained network.</summary>
internal sealed class DigitReader
{
    private const int Side = 28;
    private const int BatchSize = 256;
    private readonly TrainedModel _model;
    private readonly string _file;

    /// <exception cref="CliException">The network is for images of another size.</exception>
    public DigitReader(TrainedModel model, string file)
    {
        if (model.Rows != Side || model.Columns != Side)
            throw new CliException($"{file}: a model for images of {model.Rows}x{model.Columns}, pictures are prepared as {Side}x{Side}");
        (_model, _file) = (model, file);
    }

    public IReadOnlyList<DigitReading> Read(IReadOnlyList<Picture> pictures)
    {
        using var _ = new NoGrad();
        var readings = new List<DigitReading>(pictures.Count);
        for (var start = 0; start < pictures.Count; start += BatchSize)
            ReadSome(pictures, start, Math.Min(pictures.Count, start + BatchSize), readings);
        return readings;
    }

    private void ReadSome(IReadOnlyList<Picture> pictures, int start, int end, List<DigitReading> readings)
    {
        var pixels = new byte[(end - start) * Side * Side];
        for (var i = start; i < end; i++)
            pictures[i].Pixels.CopyTo(pixels, (i - start) * Side * Side);
        var images = new ImageDataset("pictures", pixels, new byte[end - start], _model.ClassNames);
        var probabilities = _model.Module.Forward(images.All().Inputs).Softmax();
        var classes = _model.ClassNames.Count;
        for (var i = start; i < end; i++)
        {
            var row = probabilities.Span.Slice((i - start) * classes, classes).ToArray();
            if (!Array.TrueForAll(row, float.IsFinite))
                throw new CliException($"{_file}: the network's answer to {pictures[i].File} is not a number");
            readings.Add(new DigitReading(pictures[i], Array.IndexOf(row, row.Max()), row));
        }
    }
}
