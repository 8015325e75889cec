using Inkling.Data;
using Inkling.Nn;
using Inkling.Optim;

namespace Inkling.Tests;

/// <summary>The training loop of the README leaves no garbage and its memory does not grow.</summary>
[Collection(ComputeSettings.Name)]
public class AllocationTests
{
    /// <summary>16 batches per epoch, the last one smaller than the others: 63 epochs are 1,008 steps.</summary>
    private const int Images = 1000;

    [Theory]
    [InlineData("sgd", 63)]
    [InlineData("adam", 16)]
    public void Training_allocates_nothing_once_warm(string optimizer, int epochs)
    {
        var train = RepeatabilityTests.Images(Images);
        var model = new Sequential(new Flatten(), new Linear(784, 128), new ReLU(), new Linear(128, 10));
        var loss = new CrossEntropyLoss();
        var optimize = optimizer == "sgd" ? (Optimizer)new SGD(model.Parameters(), learningRate: 0.1f) : new Adam(model.Parameters());
        Steps(train, model, loss, optimize, epochs: 8);

        // Other threads of the process may allocate now and then; the engine's would in every stretch.
        var (own, all) = (long.MaxValue, long.MaxValue);
        for (var attempt = 0; attempt < 5 && all != 0; attempt++)
        {
            var (ownBefore, allBefore) = (GC.GetAllocatedBytesForCurrentThread(), GC.GetTotalAllocatedBytes(precise: true));
            var steps = Steps(train, model, loss, optimize, epochs);
            var allAfter = GC.GetTotalAllocatedBytes(precise: true);
            own = GC.GetAllocatedBytesForCurrentThread() - ownBefore;
            all = Math.Min(all, allAfter - allBefore);
            steps.ShouldBe(16 * epochs);
            own.ShouldBe(0, $"bytes that the training thread allocated in {steps} steps");
        }

        all.ShouldBe(0, "bytes that all threads allocated in a stretch of steps");
    }

    private static int Steps(ImageDataset train, Sequential model, CrossEntropyLoss loss, Optimizer optimizer, int epochs)
    {
        var steps = 0;
        for (var epoch = 1; epoch <= epochs; epoch++)
        {
            foreach (var (images, labels) in train.Batches(64, shuffle: true))
            {
                var error = loss.Forward(model.Forward(images), labels);
                optimizer.ZeroGrad();
                error.Backward();
                optimizer.Step();
                steps++;
            }
        }

        return steps;
    }
}
