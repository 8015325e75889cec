using Inkling.Data;
using Inkling.Nn;
using Inkling.Optim;

namespace Inkling.Tests;

/// <summary>The training loop of the README leaves no garbage and its memory does not grow.</summary>
[Collection(ComputeSettings.Name)]
public class AllocationTests
{
    /// <summary>16 batches per epoch, the last one smaller than the others.</summary>
    private const int Images = 1000;

    [Theory]
    [InlineData("sgd", 16)]
    [InlineData("adam", 16)]
    [InlineData("muon", 1)]
    [InlineData("lookahead of rmsprop, groups", 4)]
    public void Training_allocates_nothing_once_warm(string optimizer, int epochs)
    {
        var train = RepeatabilityTests.Images(Images);
        var model = new Sequential(new Flatten(), new Linear(784, 128), new ReLU(), new Linear(128, 10));
        var loss = new CrossEntropyLoss();
        Optimizer optimize = optimizer switch
        {
            "sgd" => new SGD(model.Parameters(), learningRate: 0.1f),
            "adam" => new Adam(model.Parameters()),
            "muon" => new Muon(model.Parameters()),
            _ => new Lookahead(new RMSprop([new ParameterGroup(model.Parameters()) { LearningRate = 0.001f }], 0.01f), k: 3),
        };
        Steps(train, model, loss, optimize, epochs: 8);

        // The threads of the test runner may allocate now and then; the engine's would every time.
        var (own, all) = (long.MaxValue, long.MaxValue);
        for (var attempt = 0; attempt < 20 && all != 0; attempt++)
        {
            var (ownBefore, allBefore) = (GC.GetAllocatedBytesForCurrentThread(), GC.GetTotalAllocatedBytes(precise: true));
            var steps = Steps(train, model, loss, optimize, epochs);
            var allAfter = GC.GetTotalAllocatedBytes(precise: true);
            own = GC.GetAllocatedBytesForCurrentThread() - ownBefore;
            all = Math.Min(all, allAfter - allBefore);
            steps.ShouldBe(16 * epochs);
            own.ShouldBe(0, $"bytes that the training thread allocated in {steps} steps");
        }

        all.ShouldBe(0, "bytes that all threads allocated in 256 steps");
    }

    /// <summary>Operations of a step whose parameter w is [4, 6]; each gives a tensor of any shape.</summary>
    private static readonly Dictionary<string, Func<Tensor, Tensor>> Operations = new()
    {
        ["unary"] = w => w.Square().Sqrt().Tanh().Sin().Cos().Erf().Gelu().Gelu(approximate: true).Silu().Softplus().LeakyRelu().Elu(),
        ["rounding"] = w => w.Round() + w.Floor() + w.Ceil() + w.Sign() + w.Clamp(0, 1) + (w + 3).Rsqrt(),
        ["binary"] = w => w.Pow(2) + w.Square().Pow(w) + w.Maximum(w[0]) - w.Minimum(w[.., ..1]),
        ["reductions"] = w =>
            w.Var(1).Sum() + w.Std() + w.Norm() + w.Norm(0).Mean() + w.Max() + w.Min() + w.Sum([0, 1]) + w.LogSumExp(0).Sum(),
        ["order"] = w => w.Max(1).Values.Sum() + w.Min(0).Values.Sum() + w.Sort().Values.Sum() + w.TopK(2, 0).Values.Sum(),
        ["indices"] = w => w[1..3, 2..].Sum() + w[^1].Sum() + w[.., 0].Sum() + w[1, 2] + w.IndexSelect(1, [0, 0, 5]).Sum(),
        ["shapes"] = w =>
            w.Unsqueeze(0).Squeeze().Flatten().Reshape(6, 4).Transpose().Permute(1, 0).Expand(2, 6, 4).Flatten(1).Repeat(1, 2),
        ["joined"] = w =>
            Tensor.Cat([w, w], 1).Sum() + Tensor.Stack([w, w], -1).Sum() + w.Flip(0, 1).Roll(1, 0).Tril().Triu().CumSum(1).Sum(),
        ["products"] = w => w.MatMul(w.Reshape(6, 4)).Sum() + w.MatMul(w[0]).Sum() + w.Expand(2, 4, 6).MatMul(w.Transpose()).Sum(),
        ["linear and softmax"] = w => w.Reshape(2, 2, 6).Linear(w.Reshape(6, 4)).Softmax(1).LogSoftmax(0),
    };

    public static TheoryData<string> OperationNames => [.. Operations.Keys];

    [Theory]
    [MemberData(nameof(OperationNames))]
    public void Operations_allocate_nothing_once_warm(string name)
    {
        var w = Tensor.Randn([4, 6], new RandomStream(3)).RequireGrad();
        Repeat(Operations[name], w, 50);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Repeat(Operations[name], w, 50);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0, "bytes allocated in 50 steps");

        static void Repeat(Func<Tensor, Tensor> operation, Tensor w, int steps)
        {
            for (var step = 0; step < steps; step++)
            {
                operation(w).Sum().Backward();
                w.ZeroGrad();
            }
        }
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
