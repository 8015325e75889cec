using Inkling.Data;
using Inkling.Models;
using Inkling.Nn;
using Inkling.Optim;
using Inkling.Training;

namespace Inkling.Tests.Analysis;

/// <summary>
/// Models that tests of the analysis share: trained a little on generated digits, so that they are right often but not always.
/// </summary>
internal static class Models
{
    private static readonly Lazy<TrainedModel> TrainedMlp = new(() => Train("mlp"));
    private static readonly Lazy<TrainedModel> TrainedLinear = new(() => Train("linear"));

    /// <summary>600 images for training.</summary>
    public static ImageDataset Digits { get; } = Handwriting.Train(600);

    /// <summary>200 images for measuring.</summary>
    public static ImageDataset Test { get; } = Handwriting.Test(200);

    public static TrainedModel TheMlp => TrainedMlp.Value;

    public static TrainedModel TheLinear => TrainedLinear.Value;

    /// <summary>A model of the catalog for images of some size, with the initial weights of a seed.</summary>
    public static TrainedModel Untrained(string name, int rows = 28, int columns = 28, int? classes = null)
    {
        Randomness.Seed(7);
        var names = ModelCatalog.Find(name).Classes ?? [.. Enumerable.Range(0, classes ?? 10).Select(i => $"{i}")];
        return new TrainedModel(name, ModelCatalog.Create(name, rows, columns, names.Count), names, rows, columns);
    }

    /// <summary>Images of random pixels, a quarter of them ink.</summary>
    public static ImageDataset Noise(TrainedModel model, int count)
    {
        var random = new RandomStream(3);
        var pixels = new byte[count * model.Rows * model.Columns];
        foreach (ref var pixel in pixels.AsSpan())
            pixel = random.Next(4) == 0 ? (byte)random.Next(256) : (byte)0;
        byte[] labels = [.. Enumerable.Range(0, count).Select(i => (byte)(i % model.ClassNames.Count))];
        return new ImageDataset("noise", pixels, labels, model.ClassNames, model.Rows, model.Columns);
    }

    private static TrainedModel Train(string name)
    {
        const float rate = 0.05f;
        var model = Untrained(name);
        new Learner(
            DataLoaders.Of(Digits, null, 20, new RandomStream(1)), model.Module, new CrossEntropyLoss(),
            new SGD(model.Module.Parameters(), rate)).Fit(4, rate);
        model.Module.Eval();
        return model;
    }
}
