using Inkling.Data;
using Inkling.Nn;
using Inkling.Optim;
using Inkling.Tests.Kernels;

namespace Inkling.Tests;

/// <summary>The same seed gives the same bits, whatever the number of threads and the width of the vectors.</summary>
[Collection(ComputeSettings.Name)]
public class RepeatabilityTests
{
    [Theory]
    [InlineData("sparse")]
    [InlineData("dense")]
    [InlineData("dense, Adam")]
    [InlineData("dense, Muon")]
    public void Training_gives_the_same_bits_for_1_2_and_16_threads(string kind)
    {
        var first = ComputeSettings.With(1, () => Train(kind, 30));
        foreach (var threads in (int[])[1, 2, 16])
            ComputeSettings.With(threads, () => Train(kind, 30)).ShouldHaveTheBitsOf(first, $"{kind}, {threads} threads");
    }

    [Fact]
    public void Training_gives_the_same_bits_at_every_vector_width()
    {
        float[]? first = null;
        ComputeSettings.AtEveryWidth(bits =>
        {
            var weights = Train("sparse", 10);
            first ??= weights;
            weights.ShouldHaveTheBitsOf(first, $"{bits} bits");
        });
    }

    [Fact]
    public void Another_seed_gives_other_bits() => Train("sparse", 2, seed: 2).ShouldNotBe(Train("sparse", 2));

    [Fact]
    public void The_same_seed_set_again_gives_the_same_training_on_the_same_data_set()
    {
        var images = Images(500);
        var first = Lesson(images);
        Lesson(images).ShouldHaveTheBitsOf(first, "the second time");

        static float[] Lesson(ImageDataset images)
        {
            Randomness.Seed(1);
            var model = new Sequential(new Flatten(), new Linear(784, 16), new ReLU(), new Dropout(0.2f), new Linear(16, 10));
            var optimizer = new SGD(model.Parameters(), 0.1f);
            for (var epoch = 0; epoch < 2; epoch++)
            {
                foreach (var (inputs, labels) in images.Batches(64, shuffle: true))
                {
                    var error = model.Forward(inputs).CrossEntropy(labels);
                    optimizer.ZeroGrad();
                    error.Backward();
                    optimizer.Step();
                }
            }

            return Weights(model);
        }
    }

    internal static ImageDataset Images(int count)
    {
        var random = new RandomStream(4);
        var pixels = new byte[count * 784];
        foreach (ref var pixel in pixels.AsSpan())
            pixel = random.Next(5) == 0 ? (byte)random.Next(256) : (byte)0;
        return new ImageDataset("synthetic", pixels, [.. Enumerable.Range(0, count).Select(i => (byte)(i % 10))], ImageDataset.Digits);
    }

    private static float[] Train(string kind, int steps, ulong seed = 1)
    {
        Randomness.Seed(seed);
        var random = new RandomStream(seed);
        var model = new Sequential(new Linear(784, 128), new ReLU(), new Linear(128, 10));
        Optimizer optimizer = kind switch
        {
            "dense, Adam" => new Adam(model.Parameters()),
            "dense, Muon" => new Muon(model.Parameters()),
            _ => new SGD(model.Parameters(), 0.1f, momentum: 0.9f),
        };
        for (var step = 0; step < steps; step++)
        {
            var images = kind == "sparse"
                ? SparseMatMulKernelTests.SparseImages(64, random)
                : Tensor.Rand([64, 784], random: random);
            var labels = Tensor.Of([.. Enumerable.Range(0, 64).Select(_ => (float)random.Next(10))]);
            var error = model.Forward(images).CrossEntropy(labels);
            optimizer.ZeroGrad();
            error.Backward();
            optimizer.Step();
        }

        return Weights(model);
    }

    private static float[] Weights(Module model) => [.. model.Parameters().SelectMany(parameter => parameter.ToArray())];
}
