namespace Inkling.Tests.Operations;

/// <summary>What the recorded values do not show: ties, edges, empty tensors, and operands that are refused.</summary>
public class OperationTests
{
    [Fact]
    public void Operands_broadcast_as_in_NumPy()
    {
        var random = new RandomStream(1);
        for (var round = 0; round < 200; round++)
        {
            int[] sizes = [.. Enumerable.Range(0, 1 + random.Next(4)).Select(_ => random.Next(4))];
            var (left, right) = (Operand(sizes, random), Operand(sizes, random));
            var sum = left - right;
            for (var i = 0; i < sum.Length; i++)
                sum.Span[i].ShouldBe(
                    left.Span[At(i, sum.Shape, left.Shape)] - right.Span[At(i, sum.Shape, right.Shape)], $"{left.Shape} - {right.Shape}");
        }

        static Tensor Operand(int[] sizes, RandomStream random)
        {
            var cut = sizes[random.Next(sizes.Length + 1)..];
            for (var i = 0; i < cut.Length; i++)
                cut[i] = random.Next(3) == 0 ? 1 : cut[i];
            return Tensor.Randn(cut, random);
        }

        // Where element i of the result lies in an operand, from the last dimension to the first.
        static int At(int i, Shape result, Shape operand)
        {
            var (at, stride) = (0, 1);
            for (var d = 1; d <= operand.Rank; d++)
            {
                at += operand[-d] == 1 ? 0 : i % result[-d] * stride;
                i /= result[-d];
                stride *= operand[-d];
            }

            return at;
        }
    }

    [Fact]
    public void Operands_that_do_not_fit_are_refused_with_both_shapes()
    {
        Refused(() => Tensor.Zeros(
            3, 4) + Tensor.Zeros(3), "+: shapes [3, 4] and [3] do not fit: dimension -1 is 4 and 3, expected equal sizes or 1");
        Refused(() =>
            Tensor.Zeros(3, 4).MatMul(Tensor.Zeros(3, 4)),
            "MatMul: shapes [3, 4] and [3, 4] do not fit, expected [..., m, k] and [..., k, n]");
        Refused(() => Tensor.Zeros(3, 4)
            .Linear(Tensor.Zeros(4, 5), Tensor.Zeros(4)),
            "Linear: shapes [3, 4], [4, 5] and [4] do not fit, expected [..., k], [k, n] and [n]");
        Refused(() => Tensor.Zeros(3)
            .MeanSquaredError(Tensor.Zeros(3, 1)), "MeanSquaredError: input is [3] and target [3, 1], expected equal shapes");
        Refused(() =>
            Tensor.Where(Tensor.Zeros(2), Tensor.Zeros(3), Tensor.Zeros(2)), "Where: shapes [2] and [3] do not fit: dimension -1");
        Refused(() => Tensor.Cat([]), "Cat: no tensor was given");
        Refused(() => Tensor.Cat(
            [Tensor.Zeros(2, 3), Tensor.Zeros(2, 4)]), "Cat: shapes [2, 3] and [2, 4] differ in more than dimension 0");
        Refused(() => Tensor.Zeros(2).Clamp(1, 0), "Clamp(1, 0): the first bound must not be above the second");
        Refused(() => Tensor.Zeros(2).Sum(1), "there is no dimension 1 in a tensor of shape [2]", typeof(ArgumentOutOfRangeException));
        Refused(() => Tensor.Zeros(0).Max(),
            "the largest or smallest element of an empty dimension was asked for", typeof(InvalidOperationException));
        Refused(() => Tensor.Scalar(1)
            .Softmax(), "Softmax: a tensor of shape [] has no last dimension to normalise over", typeof(InvalidOperationException));
    }

    [Fact]
    public void Labels_are_checked_before_they_index()
    {
        var logits = Tensor.Zeros(2, 10);
        Refused(() => logits.CrossEntropy(Tensor.Of(1, 10)), "CrossEntropy: label 10 of item 1 is not a class index from 0 to 9");
        Refused(() => logits.CrossEntropy(Tensor.Of(-1, 1)), "CrossEntropy: label -1 of item 0 is not a class index from 0 to 9");
        Refused(() => logits.CrossEntropy(Tensor.Of(0.5f, 1)), "CrossEntropy: label 0.5 of item 0 is not a class index from 0 to 9");
        Refused(() => logits.NegativeLogLikelihood(
            Tensor.Of(1, float.NaN)), "NegativeLogLikelihood: label NaN of item 1 is not a class index from 0 to 9");
        Refused(
            () => logits.CrossEntropy(Tensor.Of(1, 2, 3)),
            "CrossEntropy: input is [2, 10] and labels are [3], expected [N, classes] and [N] with N at least 1");
        Refused(() => Tensor.Zeros(0, 10).CrossEntropy(Tensor.Zeros(0)), "CrossEntropy: input is [0, 10] and labels are [0], expected");
        Refused(() =>
            logits.CrossEntropy(Tensor.Of(1, 2), labelSmoothing: 1.5f), "CrossEntropy: a label smoothing of 1.5 is not in [0, 1]");
    }

    [Fact]
    public void Labels_that_ask_for_gradients_get_none_and_do_no_harm()
    {
        var (logits, labels) = (Tensor.Zeros(2, 3), Tensor.Of(0, 1).RequireGrad());
        logits.CrossEntropy(labels).Backward();
        logits.NegativeLogLikelihood(labels).Backward();
        (logits.HasGrad, labels.HasGrad).ShouldBe((false, false));
    }

    [Fact]
    public void Softmax_and_its_logarithm_stay_exact_at_the_ends_of_the_range()
    {
        var x = Tensor.From([1e30f, 0, -1e30f, 88, 89, 90], 2, 3);
        x.Softmax()[0].ToArray().ShouldBe([1, 0, 0]);
        x.Softmax().ToArray().Skip(3).Sum().ShouldBe(1, 1e-6);
        x.LogSoftmax()[0, 0].Item().ShouldBe(0, 1e-6);
        x.LogSoftmax()[0].ToArray()[1..].ShouldBe([-1e30f, -2e30f]);
        Tensor.Of(float.NaN, 1).Unsqueeze(0).Softmax().ToArray().ShouldAllBe(value => float.IsNaN(value));
        Tensor.Of(-200, 200).Sigmoid().ToArray().ShouldBe([0, 1]);
    }

    [Fact]
    public void The_first_of_equal_largest_elements_gets_the_gradient()
    {
        var x = Tensor.From([1, 3, 3, 2, 2, 0], 2, 3).RequireGrad();
        x.ArgMax(1).ToArray().ShouldBe([1, 0]);
        x.ArgMax(0).ToArray().ShouldBe([1, 0, 0]);
        x.Max(1).Values.Sum().Backward();
        x.Grad.ToArray().ShouldBe([0, 1, 0, 1, 0, 0]);
    }

    [Fact]
    public void Not_a_number_is_never_lost()
    {
        var x = Tensor.From([1, float.NaN, 3], 1, 3);
        x.ArgMax(1).Item().ShouldBe(1);
        foreach (var result in (Tensor[])[x.Relu(), x.Clamp(0, 2), x.Abs(), -x])
            float.IsNaN(result.Span[1]).ShouldBeTrue();
        foreach (var result in (Tensor[])[x.Max(), x.Sum(), x.Mean(), x.LogSoftmax().Sum(), x.CrossEntropy(Tensor.Of(0))])
            float.IsNaN(result.Item()).ShouldBeTrue();
    }

    [Fact]
    public void Kinks_have_the_slopes_of_PyTorch()
    {
        Slope(x => x.Relu(), [-1, 0, 1]).ShouldBe([0, 0, 1]);
        Slope(x => x.Abs(), [-1, 0, 1]).ShouldBe([-1, 0, 1]);
        Slope(x => x.Clamp(-1, 1), [-2, -1, 0, 1, 2]).ShouldBe([0, 1, 1, 1, 0]);

        static float[] Slope(Func<Tensor, Tensor> function, float[] at)
        {
            var x = Tensor.Of(at).RequireGrad();
            function(x).Sum().Backward();
            return x.Grad.ToArray();
        }
    }

    [Fact]
    public void Comparisons_give_ones_and_zeros_without_a_gradient()
    {
        var x = Tensor.Of(1, 2, 3).RequireGrad();
        (x == 2).ToArray().ShouldBe([0, 1, 0]);
        (x > 2).ToArray().ShouldBe([0, 0, 1]);
        (x == 2).RequiresGrad.ShouldBeFalse();
        x.ArgMax().RequiresGrad.ShouldBeFalse();
        Tensor.Where(x > 1, x, -x).ToArray().ShouldBe([-1, 2, 3]);
    }

    [Fact]
    public void Transpose_exchanges_any_two_dimensions()
    {
        var x = Tensor.From([.. Enumerable.Range(0, 2 * 3 * 4 * 5).Select(i => (float)i)], 2, 3, 4, 5);
        for (var first = 0; first < 4; first++)
        {
            for (var second = 0; second < 4; second++)
            {
                var y = x.Transpose(first, second);
                var index = new int[4];
                for (var i = 0; i < x.Length; i++)
                {
                    (index[0], index[1], index[2], index[3]) = (i / 60, i / 20 % 3, i / 5 % 4, i % 5);
                    (index[first], index[second]) = (index[second], index[first]);
                    y[index[0], index[1], index[2], index[3]].Item().ShouldBe(i);
                }
            }
        }

        x.Transpose().Shape.ShouldBe(new Shape(2, 3, 5, 4));
        Tensor.Zeros(0, 3).Transpose().Shape.ShouldBe(new Shape(3, 0));
    }

    [Fact]
    public void Parts_come_together_along_any_dimension()
    {
        var (a, b) = (Tensor.From([1, 2, 3, 4], 2, 2), Tensor.From([5, 6], 2, 1));
        Tensor.Cat([a, b], 1).ToArray().ShouldBe([1, 2, 5, 3, 4, 6]);
        Tensor.Cat([a, a, a]).Shape.ShouldBe(new Shape(6, 2));
        Tensor.Cat([a, Tensor.Zeros(0, 2)]).ToArray().ShouldBe(a.ToArray());
        Tensor.Stack([a, a * 10]).Shape.ShouldBe(new Shape(2, 2, 2));
        a.IndexSelect(0, [1, 1, 0]).ToArray().ShouldBe([3, 4, 3, 4, 1, 2]);
    }

    [Fact]
    public void Empty_tensors_pass_through()
    {
        var empty = Tensor.Zeros(0, 3).RequireGrad();
        (empty + 1).Relu().Exp().Shape.ShouldBe(new Shape(0, 3));
        empty.Sum().Item().ShouldBe(0);
        float.IsNaN(empty.Mean().Item()).ShouldBeTrue();
        empty.Sum(0).ToArray().ShouldBe([0, 0, 0]);
        empty.Sum(1).Shape.ShouldBe(new Shape(0));
        empty.MatMul(Tensor.Zeros(3, 2)).Shape.ShouldBe(new Shape(0, 2));
        Tensor.Zeros(2, 0).MatMul(Tensor.Zeros(0, 2)).ToArray().ShouldBe([0, 0, 0, 0]);
        empty.Softmax().Shape.ShouldBe(new Shape(0, 3));
        (empty * 2).Sum().Backward();
        empty.Grad.Shape.ShouldBe(new Shape(0, 3));
    }

    [Fact]
    public void Parts_are_read_and_set_as_in_PyTorch()
    {
        var x = Tensor.Arange(24).Reshape(2, 3, 4);
        x[1].ToArray().ShouldBe(Enumerable.Range(12, 12).Select(i => (float)i));
        x[.., ^1].ToArray().ShouldBe([8, 9, 10, 11, 20, 21, 22, 23]);
        x[.., 1.., 2].ToArray().ShouldBe([6, 10, 18, 22]);
        x[1, 5..].Shape.ShouldBe(new Shape(0, 4));
        x[..100, 2..1].Shape.ShouldBe(new Shape(2, 0, 4));
        x[0, ..2].Span[0] = -1;
        x[0, 0, 0].Item().ShouldBe(-1, "a part in one piece is a view");
        x[.., 0].Span[0] = -2;
        x[0, 0, 0].Item().ShouldBe(-1, "any other is a copy");

        x[0] = 5;
        x[1, .., 1..3] = Tensor.Of(7, 8);
        x[.., ^1, 0] = Tensor.Of(1, 2);
        x.ToArray().ShouldBe([5, 5, 5, 5, 5, 5, 5, 5, 1, 5, 5, 5, 12, 7, 8, 15, 16, 7, 8, 19, 2, 7, 8, 23]);
        x[0, 0] += 1;
        x[0, 0].ToArray().ShouldBe([6, 6, 6, 6]);
        var square = Tensor.Arange(9).Reshape(3, 3);
        square[.., 1] = square[0];
        square.ToArray().ShouldBe([0, 0, 2, 3, 1, 5, 6, 2, 8], "a part of the tensor itself is read before it is written");
        Refused(() => x[0, 0, 0, 0], "4 indices for a tensor of shape [2, 3, 4]");
        Refused(() => x[2], "index 2 is outside dimension 0 of a tensor of shape [2, 3, 4]", typeof(ArgumentOutOfRangeException));
        Refused(() => x[0] = Tensor.Zeros(5), "Expand: shapes [5] and [3, 4] do not fit: dimension -1 is 5 and 4");

        var weights = Tensor.Zeros(2, 2).RequireGrad();
        Refused(() => weights[0] = 1, "= changes a tensor whose gradients are wanted", typeof(InvalidOperationException));
        using (new NoGrad())
            weights[0] = 1;
        weights.ToArray().ShouldBe([1, 1, 0, 0]);
    }

    [Fact]
    public void A_part_set_before_the_backward_pass_is_refused()
    {
        var (x, w) = (Tensor.Ones(2), Tensor.Ones(2).RequireGrad());
        var y = (x * w).Sum();
        x[0] = 3;
        Refused(() => { y.Backward(); return y; }, "a tensor of shape [2] was changed in place", typeof(InvalidOperationException));
    }

    [Fact]
    public void Sorting_keeps_the_order_of_equal_elements_and_puts_NaN_above_all()
    {
        var x = Tensor.Of(2, float.NaN, 1, 2, 1);
        x.ArgSort().ToArray().ShouldBe([2, 4, 0, 3, 1]);
        x.ArgSort(descending: true).ToArray().ShouldBe([1, 0, 3, 2, 4]);
        x.TopK(0).Values.Shape.ShouldBe(new Shape(0));
        Tensor.Zeros(2, 0).Sort().Indices.Shape.ShouldBe(new Shape(2, 0));
        var random = Tensor.Randn([1000], new RandomStream(5));
        random.Sort().Values.ToArray().ShouldBe(random.ToArray().Order());
        Refused(() => x.TopK(6), "TopK: 6 elements of dimension 0 of a tensor of shape [5]", typeof(ArgumentOutOfRangeException));
    }

    [Fact]
    public void Indices_outside_are_refused()
    {
        var x = Tensor.Zeros(2, 3);
        Refused(() => x.Gather(1, Tensor.Full([2, 1], 3)), "Gather: index 3 is outside dimension 1", typeof(ArgumentOutOfRangeException));
        Refused(() => x.Gather(1, Tensor.Full([2, 1], 0.5f)), "Gather: index 0.5 is outside", typeof(ArgumentOutOfRangeException));
        Refused(() => x.Gather(1, Tensor.Zeros(3, 1)),
            "Gather: indices of shape [3, 1] for [2, 3], expected equal sizes but in dimension 1");
        Refused(() => x.IndexSelect(0, Tensor.Of(0, 2)), "IndexSelect: index 2 is outside", typeof(ArgumentOutOfRangeException));
        Refused(() => Tensor.Of(0, 3).OneHot(3), "OneHot: element 3 is not a class index from 0 to 2", typeof(ArgumentOutOfRangeException));
        Refused(() => x.Split([1, 3], 1), "Split: sizes [1, 3] do not add up to dimension 1 of [2, 3]");
        Refused(() => x.Expand(2, 4), "Expand: shapes [2, 3] and [2, 4] do not fit");
        Refused(() => x.MatMul(Tensor.Zeros(5, 4, 2)), "MatMul: shapes [2, 3] and [5, 4, 2] do not fit");
    }

    [Fact]
    public void Questions_about_a_whole_tensor_are_answered_by_a_bool()
    {
        var x = Tensor.Of(1, 2, 3);
        ((x > 2).Any(), (x > 3).Any(), (x > 0).All(), (x > 1).All()).ShouldBe((true, false, true, false));
        (Tensor.Zeros(0).All(), Tensor.Zeros(0).Any()).ShouldBe((true, false));
        (x.AllClose(x + 1e-6f), x.AllClose(x + 0.1f), (x / 0).AllClose(x / 0), (x * float.NaN).AllClose(x))
            .ShouldBe((true, false, true, false));
    }

    /// <summary>What is computed from feature maps in the HWNC layout, as a convolution leaves them.</summary>
    private static readonly Dictionary<string, Func<Tensor, Tensor>> OfFeatureMaps = new()
    {
        ["activations"] = y => y.Gelu() + y.Silu().Tanh() + y.LeakyRelu() + y.Elu() + y.Clamp(-1, 1) + y.Softplus(),
        ["comparison"] = y => Tensor.Where(y > y.Mean(), y, y * 2) + (y >= 0) + (y == y.Relu()),
        ["extrema"] = y => y.Maximum(y.Square()) + y.Minimum(y[0]) + y.Max(1, keepDim: true).Values + y.Sort(2).Values,
        ["reductions"] = y => y.Sum([2, 3]) + y.Var(0).Sum([1, 2]) + y.Norm(1, keepDim: true).Mean() + y.LogSumExp(0).Sum(1).Sum(1),
        ["parts"] = y => Tensor.Cat([y[.., 1..], y[.., ..1].Flip(3)], 1) + Tensor.Stack([y[0], y[^1]]).Softmax(1) + y.CumSum(3),
        ["products"] = y => y.MatMul(y.Transpose()) + y.Flatten(2).Expand(2, 3, 20)[.., .., ..4].Unsqueeze(2),
    };

    public static TheoryData<string> FeatureMapCases => [.. OfFeatureMaps.Keys];

    [Theory]
    [MemberData(nameof(FeatureMapCases))]
    public void The_memory_layout_does_not_show(string name)
    {
        var x = Tensor.Randn([2, 1, 4, 5], new RandomStream(6)).RequireGrad();
        var weight = Tensor.Randn([3, 3, 1, 3], new RandomStream(7));
        var (value, gradient) = Run(x.Conv2d(weight, padding: 1));
        var plain = x.Conv2d(weight, padding: 1);
        _ = plain.Span;                             // brings the memory into the order of the shape
        var (expectedValue, expectedGradient) = Run(plain);
        value.ShouldBeCloseTo(expectedValue, Close.Operation, "value");
        gradient.ShouldBeCloseTo(expectedGradient, Close.Operation, "gradient");

        (Tensor Value, Tensor Gradient) Run(Tensor y)
        {
            var result = OfFeatureMaps[name](y);
            x.ZeroGrad();
            (result * Tensor.Randn(result.Shape.ToArray(), new RandomStream(8))).Sum().Backward();
            return (result.Clone(), x.Grad.Clone());
        }
    }

    [Fact]
    public void Infinity_is_close_to_itself_only()
    {
        var infinite = Tensor.Of(float.PositiveInfinity);
        (Tensor.Of(1).AllClose(infinite), infinite.AllClose(Tensor.Of(1)), infinite.AllClose(infinite)).ShouldBe((false, false, true));
    }

    [Fact]
    public void The_greatest_of_more_elements_than_a_float_can_count_is_found()
    {
        const int place = (1 << 24) + 1;
        var x = Tensor.Zeros(place + 1).RequireGrad();
        x.Span[place] = 5;
        var max = x.Max();
        max.Item().ShouldBe(5);
        max.Backward();
        (x.Grad.Span[place], x.Grad.Span[place - 1]).ShouldBe((1, 0));
        Should.Throw<InvalidOperationException>(() => x.ArgMax()).Message.ShouldBe(
            "dimension 0 of shape [16777218] is too long for indices that are floats, expected at most 16777216");
    }

    [Fact]
    public void Repeat_and_Flip_copy_even_where_nothing_changes()
    {
        var x = Tensor.Of(1, 2);
        foreach (var copy in new[] { x.Repeat(1), x.Repeat(1, 1), x.Flip() })
            copy.Span.Clear();
        x.ToArray().ShouldBe([1, 2]);
    }

    [Fact]
    public void A_sum_over_no_dimension_is_that_over_all()
    {
        Tensor.Ones(2, 3).Sum([]).ShouldBeCloseTo(Tensor.Scalar(6), 0, "sum");
        Tensor.Ones(2, 3).Mean([], keepDim: true).Shape.ShouldBe(new Shape(1, 1));
        var number = Tensor.Scalar(2);
        number.Sum([]).Equals(number).ShouldBeFalse();
    }

    [Fact]
    public void The_variance_of_nothing_is_no_number() =>
        (Tensor.Zeros(0).Var().Item(), Tensor.Zeros(0).Std(unbiased: false).Item()).ShouldBe((float.NaN, float.NaN));

    [Fact]
    public void Activations_take_empty_tensors()
    {
        var x = Tensor.Zeros(0, 3).RequireGrad();
        var y = x.Sigmoid() + x.Silu() + x.Softplus() + x.Gelu() + x.Tanh() + x.Elu();
        y.Shape.ShouldBe(x.Shape);
        y.Sum().Backward();
        x.Grad.Shape.ShouldBe(x.Shape);
    }

    private static void Refused(Func<object> action, string message, Type? type = null) =>
        Should.Throw(() => action(), type ?? typeof(ArgumentException)).Message.ShouldStartWith(message);
}
