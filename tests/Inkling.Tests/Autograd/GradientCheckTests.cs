using Inkling.Autograd;
using Inkling.Operations;
using Inkling.Nn;

namespace Inkling.Tests.Autograd;

public class GradientCheckTests
{
    private const int Rounds = 4;

    /// <summary>Every operation, over inputs that a round of its own draws.</summary>
    private static readonly Dictionary<string, Func<RandomStream, (Func<Tensor[], Tensor> Function, Tensor[] Inputs)>> Table = new()
    {
        ["add"] = random => (x => x[0] + x[1], Broadcastable(random)),
        ["subtract"] = random => (x => x[0] - x[1], Broadcastable(random)),
        ["multiply"] = random => (x => x[0] * x[1], Broadcastable(random)),
        ["divide"] = random => (x => x[0] / x[1], Broadcastable(random, Beyond(1.5f))),
        ["number on either side"] = random => (x => (2 - ((3 * x[0]) + 1)) / 4 + (1 / x[0]), [Any(random, Beyond(1.5f))]),
        ["negate"] = random => (x => -x[0], [Any(random)]),
        ["exp"] = random => (x => x[0].Exp(), [Any(random)]),
        ["log"] = random => (x => x[0].Log(), [Any(random, Within(1, 4))]),
        ["abs"] = random => (x => x[0].Abs(), [Any(random, Beyond(0.2f))]),
        ["relu"] = random => (x => x[0].Relu(), [Any(random, Beyond(0.2f))]),
        ["gradient tap"] = random => (x => GradientTapOperation.Apply(x[0], _ => { }), [Any(random)]),
        ["sigmoid"] = random => (x => x[0].Sigmoid(), [Any(random)]),
        ["sqrt"] = random => (x => x[0].Sqrt(), [Any(random, Within(1, 4))]),
        ["rsqrt"] = random => (x => x[0].Rsqrt(), [Any(random, Within(1, 4))]),
        ["square"] = random => (x => x[0].Square(), [Any(random)]),
        ["tanh"] = random => (x => x[0].Tanh(), [Any(random)]),
        ["sin and cos"] = random => (x => x[0].Sin() + (x[0] * 2).Cos(), [Any(random)]),
        ["erf"] = random => (x => x[0].Erf(), [Any(random)]),
        ["gelu"] = random => (x => x[0].Gelu() + x[0].Gelu(approximate: true), [Any(random)]),
        ["silu"] = random => (x => x[0].Silu(), [Any(random)]),
        ["softplus"] = random => (x => x[0].Softplus(), [Any(random)]),
        ["leaky relu"] = random => (x => x[0].LeakyRelu(0.2f), [Any(random, Beyond(0.2f))]),
        ["elu"] = random => (x => x[0].Elu(0.7f), [Any(random, Beyond(0.2f))]),
        ["round, floor, ceil and sign"] = random =>
            (x => x[0].Round() + x[0].Floor() + x[0].Ceil() + x[0].Sign() + x[0], [Any(random, Within(0.6f, 0.9f))]),
        ["pow"] = random => (x => x[0].Pow(x[1]), Broadcastable(random, left: Within(1, 2), right: Within(-2, 2))),
        ["pow of a number"] = random => (x => x[0].Pow(3) + x[0].Pow(2) + x[0].Pow(0), [Any(random)]),
        ["maximum and minimum"] = random =>
            (x => x[0].Maximum(x[1]) + (2 * x[0].Minimum(x[1])), Broadcastable(random, left: Within(-1, 0), right: Within(0.2f, 1))),
        ["clamp"] = random => (x => x[0].Clamp(-0.1f, 0.1f) + x[0].Clamp(max: 0), [Any(random, Beyond(0.2f))]),
        ["softmax"] = random => (x => x[0].Softmax(), [Any(random)]),
        ["log-softmax"] = random => (x => x[0].LogSoftmax(), [Any(random)]),
        ["where"] = random =>
        {
            var shape = Sizes(random);
            var condition = Tensor.Randn(shape, random) > 0;
            return (x => Tensor.Where(condition, x[0], x[1]), [Of(shape, random), Of(shape, random)]);
        },
        ["sum of all"] = random => (x => x[0].Sum(), [Any(random)]),
        ["mean of all"] = random => (x => x[0].Mean(), [Any(random)]),
        ["max of all"] = random => (x => x[0].Max(), [Distinct(random)]),
        ["sum"] = random => OverDimension(random, (x, dimension, keep) => x.Sum(dimension, keep), Any(random)),
        ["mean"] = random => OverDimension(random, (x, dimension, keep) => x.Mean(dimension, keep), Any(random)),
        ["max"] = random => OverDimension(random, (x, dimension, _) => x.Max(dimension).Values, Distinct(random)),
        ["min"] = random => OverDimension(random, (x, dimension, keep) => x.Min(dimension, keep).Values, Distinct(random)),
        ["var"] = random => OverDimension(random, (x, dimension, keep) => x.Var(dimension, unbiased: false, keep), Any(random)),
        ["std"] = random => (x => x[0].Std() + x[0].Std(1, keepDim: true), [Distinct(random, 3, 4)]),
        ["norm"] = random => OverDimension(random, (x, dimension, keep) => x.Norm(dimension, keep), Any(random, Beyond(0.5f))),
        ["gather"] = random => (x => x[0].Gather(1, Tensor.From([2, 0, 2, 1, 1, 0], 3, 2)), [Of([3, 4], random)]),
        ["expand"] = random => (x => x[0].Expand(2, -1, 4), [Of([3, 1], random)]),
        ["where with broadcast"] = random => (x => Tensor.Where(Tensor.Of(0, 1, 0), x[0], x[1]), [Of([2, 1], random), Of([3], random)]),
        ["parts"] = random => (x => x[0][1..3, .., ^1] * x[0][..2, 1, ..3], [Of([3, 3, 3], random)]),
        ["matmul"] = random =>
        {
            var (m, k, n) = (1 + random.Next(9), 1 + random.Next(9), 1 + random.Next(9));
            return (x => x[0].MatMul(x[1]), [Of([m, k], random), Of([k, n], random)]);
        },
        ["linear"] = random =>
        {
            var (m, k, n) = (1 + random.Next(9), 1 + random.Next(9), 1 + random.Next(9));
            return (x => x[0].Linear(x[1], x[2]), [Of([m, k], random), Of([k, n], random), Of([n], random)]);
        },
        ["sort and top-k"] = random => (x => x[0].Sort(0).Values + (2 * x[0].TopK(3, 0, largest: false).Values), [Distinct(random, 3, 4)]),
        ["scatter"] = random => (x => x[0].Scatter(0, Tensor.Of(2, 0), x[1]) + x[0].ScatterAdd(0, Tensor.Of(1, 1), x[1]),
            [Of([3], random), Of([2], random)]),
        ["cumulative sum"] = random => OverDimension(random, (x, dimension, _) => x.CumSum(dimension), Any(random)),
        ["log-sum-exp"] = random => OverDimension(random, (x, dimension, keep) => x.LogSumExp(dimension, keep), Any(random)),
        ["triangles"] = random => (x => x[0].Tril(1) + (2 * x[0].Triu(-1)), [Of([2, 4, 3], random)]),
        ["repeat, flip and roll"] = random =>
            (x => x[0].Repeat(2, 1, 3) + x[0].Flip(0, 1).Repeat(2, 1, 3).Roll(2, -1), [Of([2, 3], random)]),
        ["masked select and fill"] = random =>
        {
            var mask = Tensor.Of(1, 0, 1);
            return (x => x[0].MaskedSelect(mask) + x[0].MaskedFill(mask, 7).Sum(), [Of([3], random)]);
        },
        ["softmax of the first dimension"] = random => (x => x[0].Softmax(0) + x[0].LogSoftmax(0), [Of([3, 4], random)]),
        ["sums over dimensions"] = random => (x => x[0].Sum([0, 2]) + x[0].Mean([-1, 0], keepDim: true), [Of([2, 3, 2], random)]),
        ["batched matmul"] = random => (x => x[0].MatMul(x[1]), random.Next(4) switch
        {
            0 => [Of([3, 2, 4], random), Of([3, 4, 5], random)],
            1 => [Of([2, 1, 3, 2], random), Of([4, 2, 3], random)],
            2 => [Of([2, 3, 4], random), Of([4, 2], random)],
            _ => [Of([4, 2], random), Of([3, 2, 3], random)],
        }),
        ["matmul of vectors"] = random => (x => x[0].MatMul(x[1]).MatMul(x[2]) + x[2].MatMul(x[2]),
            [Of([3], random), Of([3, 4], random), Of([4], random)]),
        ["linear of three dimensions"] = random =>
            (x => x[0].Linear(x[1], x[2]), [Of([2, 3, 4], random), Of([4, 2], random), Of([2], random)]),
        ["linear without bias"] = random => (x => x[0].Linear(x[1]), [Of([4, 5], random), Of([5, 3], random)]),
        ["transpose"] = random => OverDimension(random, (x, dimension, _) => x.Transpose(dimension, 0), Any(random)),
        ["permute"] = random => (x => x[0].Permute(2, 0, 3, 1), [Of([2, 3, 2, 4], random)]),
        ["convolution"] = random =>
        {
            Size2d kernel = (1 + random.Next(3), 1 + random.Next(3));
            var (stride, padding) = (1 + random.Next(2), random.Next(2));
            var (channels, maps) = (1 + random.Next(9), 1 + random.Next(9));
            return (x => x[0].Conv2d(x[1], x[2], stride, padding),
                [Of([1 + random.Next(9), channels, 4, 3], random), Of(
                    [kernel.Height, kernel.Width, channels, maps], random), Of([maps], random)]);
        },
        ["transposed convolution"] = random =>
        {
            var (channels, groups) = (1 + random.Next(4), 1 + random.Next(2));
            return (x => x[0].ConvTranspose2d(x[1], x[2], 2, 1, 1, groups),
                [Of([2, channels * groups, 3, 2], random), Of([3, 2, 2, channels * groups], random), Of([2 * groups], random)]);
        },
        ["two convolutions of one result"] = random =>
        {
            Tensor Twice(Tensor maps, Tensor weight) => maps.Conv2d(weight) + maps.Conv2d(weight);
            return (x => Twice(x[0].Conv2d(x[1], padding: 1), x[1]), [Of([2, 2, 4, 4], random), Of([2, 2, 2, 2], random)]);
        },
        ["max pool"] = random => (x => x[0].MaxPool2d((3, 2), 2, 1), [Distinct(random, 2, 2, 4, 5)]),
        ["interpolate"] = random =>
        {
            Size2d size = (1 + random.Next(7), 1 + random.Next(7));
            return (x => x[0].Interpolate2d(size), [Of([2, 3, 4, 3], random)]);
        },
        ["average pool"] = random => (x => x[0].AvgPool2d(3, 2, 1), [Of([2, 3, 5, 4], random)]),
        ["adaptive pools"] = random =>
            (x => x[0].AdaptiveAvgPool2d((2, 3)) + x[0].AdaptiveMaxPool2d((2, 3)), [Distinct(random, 2, 2, 5, 4)]),
        ["batch norm in training"] = random =>
            (x => x[0].BatchNorm(
                x[1], x[2], Tensor.Zeros(3), Tensor.Ones(3), training: true), [Of([4, 3, 2, 2], random), Of([3], random), Of([3], random)]),
        ["batch norm in evaluation"] = random =>
            (x => x[0].BatchNorm(
                x[1], x[2], Tensor.Zeros(3), Tensor.Ones(3), training: false), [Of([5, 3], random), Of([3], random), Of([3], random)]),
        ["layer norm"] = random => random.Next(2) == 0
            ? (x => x[0].LayerNorm([5], x[1], x[2]), [Of([4, 5], random), Of([5], random), Of([5], random)])
            : (x => x[0].LayerNorm([2, 3], x[1]), [Of([3, 2, 3], random), Of([2, 3], random)]),
        ["group norm"] = random => random.Next(2) == 0
            ? (x => x[0].GroupNorm(2, x[1], x[2]), [Of([2, 4, 3, 2], random), Of([4], random), Of([4], random)])
            : (x => x[0].GroupNorm(2), [Of([2, 8], random)]),
        ["reshape"] = random => (x => x[0].Reshape(-1).Unsqueeze(0).Unsqueeze(-1), [Any(random)]),
        ["flatten"] = random => (x => x[0].Flatten(), [Any(random)]),
        ["view of a part"] = random => (x => x[0][1..3] * x[0][-1], [Of([4, 3], random)]),
        ["index select"] = random => (x => x[0].IndexSelect(0, [2, 0, 2]), [Of([3, 2, 2], random)]),
        ["cat"] = random =>
        {
            var dimension = random.Next(3);
            Tensor[] parts =
                [.. Enumerable.Range(0, 3).Select(_ => Of(new Shape(2, 3, 2).With(dimension, 1 + random.Next(3)).ToArray(), random))];
            return (x => Tensor.Cat(x, dimension - 3), parts);
        },
        ["stack"] = random => (x => Tensor.Stack([x[0], x[1], x[0]]), [Of([2, 3], random), Of([2, 3], random)]),
        ["cross-entropy"] = random => (x => x[0].CrossEntropy(Labels(5, 4)), [Of([5, 4], random)]),
        ["cross-entropy with smoothing"] = random => (x => x[0].CrossEntropy(Labels(5, 4), 0.2f), [Of([5, 4], random)]),
        ["negative log likelihood"] = random => (x => x[0].NegativeLogLikelihood(Labels(5, 4)), [Of([5, 4], random)]),
        ["binary cross-entropy"] = random =>
            (x => new BCEWithLogitsLoss().Forward(x[0], x[1]) + new BCELoss(Reduction.Sum).Forward(x[1], x[2]),
            Alike(random, Within(-2, 2), Within(0.4f, 0.6f), Within(0.2f, 0.8f))),
        ["huber loss"] = random => (x => new HuberLoss(Reduction.None, 0.5f).Forward(x[0], x[1])
            + new SmoothL1Loss(Reduction.None, 9).Forward(x[0], x[1]), Alike(random, Within(1, 2), Within(-2, -1))),
        ["absolute and squared errors"] = random => (x => new L1Loss(Reduction.Sum).Forward(x[0], x[1])
            + new MSELoss(Reduction.Sum).Forward(x[0], x[1]), Alike(random, Within(1, 2), Within(-2, -1))),
        ["Kullback-Leibler divergence"] = random =>
            (x => new KLDivLoss(Reduction.BatchMean).Forward(x[0], x[1]), Alike(random, Within(-2, 0), Within(0.4f, 0.6f))),
        ["mean squared error"] = random =>
        {
            var shape = Sizes(random);
            return (x => x[0].MeanSquaredError(x[1]), [Of(shape, random), Of(shape, random)]);
        },
    };

    public static TheoryData<string> Operations => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Operations))]
    public void Gradient_agrees_with_numerical_differentiation(string name)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (function, inputs) = Table[name](RandomStream.ForItem(11, (ulong)round));
            GradientCheck.Compare(function, inputs).ShouldBeLessThan(
                Close.Numerical, $"{name} of {string.Join(" and ", inputs.Select(input => input.Shape.ToString()))}, round {round}");
        }
    }

    [Fact]
    public void No_operation_of_the_engine_is_left_out()
    {
        var recorded = new HashSet<Type>();
        foreach (var make in Table.Values)
        {
            var (function, inputs) = make(new RandomStream(1));
            Collect(function([.. inputs.Select(input => input.Clone().RequireGrad())]).Node, recorded);
        }

        var all = typeof(Operation).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Operation)) && !type.IsAbstract);
        all.Except(recorded).Select(type => type.Name).ShouldBeEmpty();

        static Type Definition(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;

        static void Collect(Node node, HashSet<Type> types)
        {
            if (node.Creator is not { } creator)
                return;
            types.Add(Definition(creator.GetType()));
            for (var i = 0; i < creator.InputCount; i++)
                Collect(creator.Input(i), types);
        }
    }

    [Fact]
    public void A_whole_network_agrees()
    {
        var random = new RandomStream(3);
        var model = new Sequential(new Linear(6, 5, random: random), new Sigmoid(), new Linear(5, 3, random: random));
        GradientCheck.Compare(x => model.Forward(x[0]).CrossEntropy(Labels(4, 3)), [Of([4, 6], random)]).ShouldBeLessThan(Close.Numerical);
    }

    [Fact]
    public void A_wrong_gradient_is_seen()
    {
        var input = Tensor.Of(0.5f, -1, 2);
        // The second factor's share of the gradient is cut off.
        GradientCheck.Compare(x => x[0] * x[0].Detach(), [input]).ShouldBeGreaterThan(0.3);
        // One element of three is wrong by a tenth.
        var factors = Tensor.Of(1, 1, 0.1f);
        GradientCheck.Compare(x => (x[0] * (1 - factors)) + (x[0].Detach() * factors), [input]).ShouldBeGreaterThan(0.05);
    }

    [Fact]
    public void The_inputs_stay_as_they_are()
    {
        var input = Tensor.Of(0.1f, 0.2f, 0.3f);
        GradientCheck.Compare(x => x[0].Exp(), [input]);
        input.ToArray().ShouldBe([0.1f, 0.2f, 0.3f]);
        (input.RequiresGrad, input.HasGrad).ShouldBe((false, false));
        Should.Throw<ArgumentOutOfRangeException>(() => GradientCheck.Compare(x => x[0], [input], step: 0));
        Should.Throw<InvalidOperationException>(() => GradientCheck.Compare(_ => Tensor.Ones(2), [input]));
    }

    private static Func<RandomStream, float> Within(float low, float high) => random => random.NextSingle(low, high);

    /// <summary>Numbers away from a kink at zero, of either sign.</summary>
    private static Func<RandomStream,
    float> Beyond(float low) => random => random.NextSingle(low, low + 2) * (random.Next(2) == 0 ? 1 : -1);

    private static int[] Sizes(RandomStream random) => [.. Enumerable.Range(0, 1 + random.Next(3)).Select(_ => 1 + random.Next(4))];

    private static Tensor Of(int[] sizes, RandomStream random, Func<RandomStream, float>? draw = null)
    {
        draw ??= Within(-2, 2);
        var tensor = Tensor.Zeros(sizes);
        foreach (ref var value in tensor.Span)
            value = draw(random);
        return tensor;
    }

    /// <summary>Tensors of one shape.</summary>
    private static Tensor[] Alike(RandomStream random, params Func<RandomStream, float>[] draws)
    {
        var sizes = Sizes(random);
        return [.. draws.Select(draw => Of(sizes, random, draw))];
    }

    private static Tensor Any(RandomStream random, Func<RandomStream, float>? draw = null) => Of(Sizes(random), random, draw);

    /// <summary>Numbers so far from each other that moving one does not change which is the largest.</summary>
    private static Tensor Distinct(RandomStream random, params int[] sizes)
    {
        var tensor = sizes.Length == 0 ? Any(random) : Tensor.Zeros(sizes);
        int[] order = [.. Enumerable.Range(0, tensor.Length)];
        random.Shuffle(order);
        for (var i = 0; i < order.Length; i++)
            tensor.Span[i] = order[i] * 0.2f;
        return tensor;
    }

    /// <summary>Two operands that fit each other: some dimensions are 1 in one of them, or missing.</summary>
    private static Tensor[] Broadcastable(
        RandomStream random, Func<RandomStream, float>? right = null, Func<RandomStream, float>? left = null)
    {
        var sizes = Sizes(random);
        int[] Cut()
        {
            var cut = sizes[random.Next(sizes.Length + 1)..];
            for (var i = 0; i < cut.Length; i++)
                cut[i] = random.Next(3) == 0 ? 1 : cut[i];
            return cut;
        }

        return random.Next(2) == 0
            ? [Of(Cut(), random, left), Of(sizes, random, right)]
            : [Of(sizes, random, left), Of(Cut(), random, right)];
    }

    private static (Func<Tensor[], Tensor>, Tensor[]) OverDimension(
        RandomStream random, Func<Tensor, int, bool, Tensor> operation, Tensor input)
    {
        var (dimension, keep) = (random.Next(2 * input.Rank) - input.Rank, random.Next(2) == 0);
        return (x => operation(x[0], dimension, keep), [input]);
    }

    private static Tensor Labels(int count, int classes) =>
        Tensor.Of([.. Enumerable.Range(0, count).Select(i => (float)(i * 7 % classes))]);
}
