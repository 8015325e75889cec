using Inkling.Data;
using Inkling.Figures.Report;
using Inkling.Models;
using Inkling.Nn;
using Inkling.Training;
using Inkling.Training.Callbacks;

namespace Inkling.Figures.Tests.Report;

/// <summary>The subjects of reports in tests.</summary>
internal static class Subjects
{
    private static readonly Lazy<ReportSubject> LazyTrained = new(() => Train("mlp", 600, 200, epochs: 2));

    /// <summary>A network that misclassifies some of 200 digits.</summary>
    public static ReportSubject Trained => LazyTrained.Value;

    /// <summary>Trains a model of the catalog on a few digits.</summary>
    public static ReportSubject Train(string name, int images, int tests, int epochs, int side = 28)
    {
        var recipe = ModelCatalog.Find(name);
        var (train, test) = (Digits(Handwriting.Train, recipe, images, side), Digits(Handwriting.Test, recipe, tests, side));
        var hyperParameters = HyperParameters.For(name) with
        {
            Epochs = epochs,
            BatchSize = Math.Min(20, train.Count),
            Augmentation = AugmentationKind.None,
        };
        var learner = hyperParameters.CreateLearner(train, test).Add(new StopOnNaN());
        learner.Fit(epochs, hyperParameters.CreateSchedule(learner.Data.Train.Count));
        return new ReportSubject
        {
            Name = name,
            Model = new TrainedModel(name, learner.Model, test.ClassNames, test.Rows, test.Columns),
            Data = "handwriting",
            Train = train,
            Test = test,
            HyperParameters = hyperParameters,
            Epochs = learner.Recorder.Epochs,
            Losses = learner.Recorder.Losses.ToArray(),
            SmoothedLosses = learner.Recorder.SmoothedLosses.ToArray(),
            LearningRates = learner.Recorder.LearningRates.ToArray(),
            Facts = [new("machine", "two cores & <threads>")],
            Commands = ["inkling train --data 'a & b' --out \"<run>\""],
            AttackedImages = 12,
        };
    }

    /// <summary>A network of one untrained layer: pixel i contributes to class i alone.</summary>
    /// <param name="labels">The labels of the images; image i has the ink of class i mod 3.</param>
    public static ReportSubject Made(params byte[] labels)
    {
        var linear = new Linear(4, 3, bias: false);
        new float[] { 9, 0, 0, 0, 9, 0, 0, 0, 9, 0, 0, 0 }.CopyTo(linear.WeightInOut.Span);
        string[] names = ["a", "b", "c"];
        var pixels = new byte[labels.Length * 4];
        for (var i = 0; i < labels.Length; i++)
            pixels[(i * 4) + (i % 3)] = 255;
        return new ReportSubject
        {
            Name = "made",
            Model = new TrainedModel("own", new Sequential(new Flatten(), linear), names, 2, 2),
            Data = "made",
            Test = new ImageDataset("made", pixels, labels, names, 2, 2),
        };
    }

    private static ImageDataset Digits(Func<int, ulong, ImageDataset> draw, ModelDefinition recipe, int count, int side)
    {
        var digits = draw(count, 1);
        if (recipe.Classes is { } classes)
            digits = new DigitData("handwriting", digits, digits, new DataOrigin("generated", "")).Only([.. classes]).Train;
        var pixels = new byte[digits.Count * side * side];
        for (var i = 0; i < digits.Count; i++)
        {
            for (var row = 0; row < side; row++)
                digits.Image(i)
                    .Slice((row + ((28 - side) / 2)) * 28 + ((28 - side) / 2), side).CopyTo(pixels.AsSpan(((i * side) + row) * side));
        }

        return new ImageDataset(digits.Name, pixels, digits.Labels, digits.ClassNames, side, side);
    }
}
