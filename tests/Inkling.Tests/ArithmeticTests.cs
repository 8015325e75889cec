using System.Diagnostics;
using System.Runtime.InteropServices;
using Inkling.Data;
using Inkling.Formats;
using Inkling.Models;
using Inkling.Nn;
using Inkling.Optim;
using Inkling.Training;

namespace Inkling.Tests;

/// <summary>
/// Which processors give the same bits: the computation below runs in processes of their own, in which the runtime is told to do without
/// some of the processor's instructions.
/// </summary>
public class ArithmeticTests
{
    private const string Target = "INKLING_TEST_BITS";

    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public void Results_have_the_same_bits_wherever_the_kind_of_arithmetic_is_the_same(string instructions)
    {
        var here = Bits();
        var without = InProcess(instructions);
        without[0].ShouldBe(Kind(instructions).ToString());
        var differing = here.Skip(1).Except(without);
        if (without[0] == here[0])
            differing.ShouldBeEmpty();
        else
            differing.ShouldNotBeEmpty("the two kinds would be one");
    }

    /// <summary>What a process of its own computes, and the test itself when nobody asks for it.</summary>
    [Fact]
    public void The_computation_can_be_repeated()
    {
        var bits = Bits();
        if (Environment.GetEnvironmentVariable(Target) is { } file)
            File.WriteAllLines(file, bits);
        Bits().ShouldBe(bits);
    }

    private static ArithmeticKind Kind(string withoutInstructions) => withoutInstructions switch
    {
        "DOTNET_EnableHWIntrinsic" => ArithmeticKind.Scalar,
        "DOTNET_EnableAVX2" when RuntimeInformation.ProcessArchitecture == Architecture.X64 => ArithmeticKind.Separate,
        _ => Compute.Arithmetic,
    };

    private static string[] InProcess(string withoutInstructions)
    {
        var file = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo("dotnet")
            {
                ArgumentList =
                {
                    typeof(ArithmeticTests).Assembly.Location, "--filter-method", $"*.{nameof(The_computation_can_be_repeated)}",
                },
                RedirectStandardOutput = true,
            };
            (start.Environment[withoutInstructions], start.Environment[Target]) = ("0", file);
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            process.ExitCode.ShouldBe(0, output);
            return File.ReadAllLines(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>
    /// The kind of arithmetic, and a line with the hash of each result. ResNet-18, made of the same layers, would take a minute without
    /// vectors.
    /// </summary>
    private static string[] Bits() =>
    [
        $"{Compute.Arithmetic}", .. Operations(), .. Layers(), .. Optimizers(),
        .. ModelCatalog.Names.Except(["resnet18"]).Select(Training),
    ];

    private static IEnumerable<string> Operations()
    {
        foreach (var size in (int[])[1, 17, 100])
        {
            foreach (var (name, operation) in (Dictionary<string, Func<Tensor, Tensor>>)new()
            {
                ["sum"] = x => x.Sum(),
                ["mean"] = x => x.Mean(),
                ["sums of rows"] = x => x.Sum(1),
                ["sums of columns"] = x => x.Sum(0),
                ["var"] = x => x.Var(),
                ["norm"] = x => x.Norm(),
                ["softmax"] = x => x.Softmax(1),
                ["log-softmax"] = x => x.LogSoftmax(1),
                ["softmax of columns"] = x => x.Softmax(0),
                ["logsumexp"] = x => x.LogSumExp(1),
                ["exp"] = x => x.Exp(),
                ["log"] = x => x.Square().Log(),
                ["tanh"] = x => x.Tanh(),
                ["sigmoid"] = x => x.Sigmoid(),
                ["gelu"] = x => x.Gelu(),
                ["silu"] = x => x.Silu(),
                ["softplus"] = x => x.Softplus(),
                ["erf"] = x => x.Erf(),
                ["sin"] = x => x.Sin(),
                ["cos"] = x => x.Cos(),
                ["rsqrt"] = x => x.Square().Rsqrt(),
                ["product"] = x => x.MatMul(x.Transpose()),
                ["cumulative sum"] = x => x.CumSum(1),
                ["broadcast"] = x => x * x.Mean(1, keepDim: true),
                ["mean squared error"] = x => x.MeanSquaredError(x.Square()),
            })
            {
                var x = Random(7, size).RequireGrad();
                yield return $"{name} of [7, {size}]: {Hash(operation(x), x)}";
            }
        }
    }

    private static IEnumerable<string> Layers()
    {
        Randomness.Seed(3);
        foreach (var (layer, shape) in ((Module, int[])[])
        [
            (new Linear(33, 17), [5, 33]), (new Conv2d(3, 5, 3, padding: 1), [2, 3, 9, 11]), (new Conv2d(4, 8, 3, stride: 2), [3, 4, 8, 8]),
            (new Conv2d(6, 6, 3, groups: 6), [2, 6, 7, 7]), (new ConvTranspose2d(3, 4, 2, stride: 2), [2, 3, 5, 5]),
            (new BatchNorm2d(5), [4, 5, 7, 7]), (new LayerNorm(37), [4, 37]), (new GroupNorm(2, 6), [3, 6, 5, 5]),
            (new AvgPool2d(2), [2, 3, 9, 9]), (new MaxPool2d(2), [2, 3, 8, 8]), (new AdaptiveAvgPool2d(1), [2, 3, 9, 9]),
        ])
        {
            var x = Tensor.Randn(shape).RequireGrad();
            var hash = Hash(layer.Forward(x), x);
            yield return $"{layer}: {hash} {string.Join(' ', layer.Parameters().Select(parameter => Hash(parameter.Grad)))}";
        }
    }

    private static IEnumerable<string> Optimizers()
    {
        foreach (var create in (Func<IReadOnlyList<Tensor>, Optimizer>[])
        [
            p => new SGD(p, 0.1f, momentum: 0.9f, weightDecay: 0.01f), p => new Adam(p), p => new AdamW(p), p => new RMSprop(p),
            p => new Muon(p), p => new Lookahead(new SGD(p, 0.1f)),
        ])
        {
            Randomness.Seed(4);
            var model = new Sequential(new Linear(23, 19), new Tanh(), new Linear(19, 10));
            var optimizer = create([.. model.Parameters()]);
            for (var step = 0; step < 7; step++)
            {
                model.Forward(Tensor.Randn([8, 23])).CrossEntropy(Tensor.Of([0, 1, 2, 3, 4, 5, 6, 7]), 0.1f).Backward();
                Utils.ClipGradNorm(model.Parameters(), 1);
                optimizer.Step();
                optimizer.ZeroGrad();
            }

            yield return $"{optimizer.GetType().Name}: {string.Join(' ', model.Parameters().Select(parameter => Hash(parameter)))}";
        }
    }

    private static string Training(string model)
    {
        var images = RepeatabilityTests.Images(8);
        if (ModelCatalog.Find(model).Classes is { } classes)
            images = new ImageDataset("two", images.Pixels, Array.ConvertAll(images.Labels, label => (byte)(label % 2)), classes);
        var hyperParameters = HyperParameters.For(model) with { Epochs = 1, BatchSize = 4 };
        var learner = hyperParameters.CreateLearner(images, images);
        learner.Fit(1, hyperParameters.CreateSchedule(learner.Data.Train.Count));
        return $"{model}: {learner.Recorder.Epochs[0].ValidLoss:R} "
            + string.Join(' ', learner.Model.StateDictionary().Select(entry => Hash(entry.Value)));
    }

    private static Tensor Random(int rows, int columns) => Tensor.Randn([rows, columns], random: new RandomStream(5));

    private static string Hash(Tensor result, Tensor input)
    {
        var hash = Hash(result);
        (result * result).Sum().Backward();
        return $"{hash} {Hash(input.Grad)}";
    }

    private static string Hash(Tensor tensor) =>
        ContentHash.Of(MemoryMarshal.AsBytes(tensor.Span)).ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
}
