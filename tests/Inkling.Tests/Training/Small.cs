using Inkling.Data;
using Inkling.Nn;
using Inkling.Optim;
using Inkling.Training;
using Inkling.Training.Metrics;

namespace Inkling.Tests.Training;

/// <summary>Learners on a few generated digits, small enough for many of them.</summary>
internal static class Small
{
    public static ImageDataset Train { get; } = Handwriting.Train(120);

    public static ImageDataset Valid { get; } = Handwriting.Test(60);

    /// <summary>Dropout draws from the thread's stream, or from one of its own.</summary>
    public static Sequential Model(RandomStream? dropout = null) =>
        new(new Flatten(), new Linear(784, 16), new ReLU(), new Dropout(0.2f, dropout), new Linear(16, 10));

    /// <summary>10 batches per epoch.</summary>
    public static Learner Learner(float rate = 0.1f, ulong seed = 5, bool adam = false, int batchSize = 12, ImageDataset? validation = null)
    {
        Randomness.Seed(seed);
        var model = Model();
        var optimizer = adam ? (Optimizer)new AdamW(model.Parameters(), rate) : new SGD(model.Parameters(), rate, momentum: 0.9f);
        return new Learner(DataLoaders.Of(Train, validation ?? Valid, batchSize), model, new CrossEntropyLoss(), optimizer, new Accuracy());
    }

    public static float[] Weights(this Learner learner) => [.. learner.Model.Parameters().SelectMany(parameter => parameter.ToArray())];
}
