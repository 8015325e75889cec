using Inkling.Data;
using Inkling.Models;
using Inkling.Nn;
using Inkling.Optim;

namespace Inkling.Tests.Models;

[Collection(ComputeSettings.Name)]
public class SmallCnnTests
{
    [Fact]
    public void A_few_epochs_over_a_thousand_digits_tell_most_others_apart()
    {
        Randomness.Seed(1);
        var (train, test) = (Handwriting.Train(1000), Handwriting.Test(300));
        var model = new SmallCnn();
        var optimizer = new SGD(model.Parameters(), 0.1f, momentum: 0.9f);
        var loss = new CrossEntropyLoss();
        for (var epoch = 0; epoch < 3; epoch++)
        {
            foreach (var (images, labels) in new DataLoader(train, 32, shuffle: true, new RandomStream(2)))
            {
                var error = loss.Forward(model.Forward(images), labels);
                optimizer.ZeroGrad();
                error.Backward();
                optimizer.Step();
            }
        }

        model.Eval();
        using var _ = new NoGrad();
        var (inputs, expected) = test.All();
        var read = model.Forward(inputs).ArgMax(1);
        Enumerable.Range(0, 300).Count(i => read.Span[i] == expected.Span[i]).ShouldBeGreaterThan(255);
    }

    [Theory]
    [InlineData(18, 18)]
    [InlineData(18, 31)]
    [InlineData(33, 20)]
    public void Every_size_from_the_least_on_gives_logits(int rows, int columns)
    {
        var model = new SmallCnn(rows, columns, 4);
        model.Forward(Tensor.Ones(2, 1, rows, columns)).Shape.ShouldBe(new Shape(2, 4));
        model.Eval();
        model.Forward(Tensor.Ones(1, 1, rows, columns)).Shape.ShouldBe(new Shape(1, 4));
    }

    [Fact]
    public void Images_that_are_too_small_or_of_another_size_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(
            () => new SmallCnn(17, 28)).Message.ShouldStartWith("SmallCnn: images of 17x28, expected at least 18x18");
        Should.Throw<ArgumentException>(() => new SmallCnn().Forward(Tensor.Zeros(2, 1, 28, 27))).Message
            .ShouldStartWith("SmallCnn(28x28, 10): input is [2, 1, 28, 27], expected [*, 1, 28, 28]");
    }

    [Fact]
    public void A_step_with_augmentation_and_prefetching_allocates_nothing_once_warm()
    {
        Transform[] changes = [new RandomAffine(2, 10, 0.1f, 5), new ElasticDistortion(), new RandomErase()];
        var loader = new DataLoader(Handwriting.Train(128), 32, shuffle: true, new RandomStream(3), changes) { Prefetch = true };
        var model = new SmallCnn();
        var optimizer = new SGD(model.Parameters(), 0.1f, momentum: 0.9f, weightDecay: 5e-4f);
        var loss = new CrossEntropyLoss();
        var own = long.MaxValue;
        for (var attempt = 0; attempt < 10 && own != 0; attempt++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var (images, labels) in loader)
            {
                var error = loss.Forward(model.Forward(images), labels);
                optimizer.ZeroGrad();
                error.Backward();
                optimizer.Step();
            }

            own = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        own.ShouldBe(0, "bytes that the training thread allocated in an epoch");
    }
}
