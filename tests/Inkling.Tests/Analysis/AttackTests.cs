using Inkling.Analysis;
using Inkling.Models;
using Inkling.Nn;
using Inkling.Training;

namespace Inkling.Tests.Analysis;

public class AttackTests
{
    public static TheoryData<string> Names { get; } = [.. ModelCatalog.Names];

    [Fact]
    public void Many_steps_end_when_they_are_cancelled()
    {
        var (images, labels) = Models.Test.Take([0, 1]);
        using var stop = new CancellationTokenSource(millisecondsDelay: 20);
        Should.Throw<OperationCanceledException>(
            () => new ProjectedGradient(steps: int.MaxValue).Perturb(Models.TheLinear, images, labels, 0.1f, stop.Token));
    }

    /// <summary>
    /// dL/dx of the cross-entropy is the sum over the classes of (p - 1 at the label) w, which plain loops in double precision compute.
    /// </summary>
    [Fact]
    public void FGSM_on_a_linear_model_is_the_closed_form()
    {
        var model = Models.TheLinear;
        var (images, labels) = Models.Test.Take([0, 1, 2, 3, 4, 5, 6, 7]);
        const float epsilon = 0.1f;
        var moved = new FastGradientSign().Perturb(model, images, labels, epsilon);
        var state = model.Module.StateDictionary();
        var (weights, bias) = (state["1.weight"].ToArray(), state["1.bias"].ToArray());
        var moves = 0;
        for (var n = 0; n < 8; n++)
        {
            var x = images.Span.Slice(n * 784, 784).ToArray();
            double[] z =
            [.. Enumerable.Range(0, 10).Select(c => bias[c] + Enumerable.Range(0, 784).Sum(i => (double)weights[(c * 784) + i] * x[i]))];
            var sum = z.Sum(Math.Exp);
            for (var i = 0; i < 784; i++)
            {
                var slope = Enumerable.Range(0, 10)
                    .Sum(c => ((Math.Exp(z[c]) / sum) - (c == (int)labels.Span[n] ? 1 : 0)) * weights[(c * 784) + i]);
                if (Math.Abs(slope) < 1e-6)
                    continue;
                ((double)moved.Span[(n * 784) + i])
                    .ShouldBe(Math.Clamp(x[i] + (epsilon * Math.Sign(slope)), 0, 1), 1e-6, $"image {n}, pixel {i}");
                moves++;
            }
        }

        moves.ShouldBeGreaterThan(6000);
    }

    /// <summary>
    /// In floats the probability of the right class rounds to 1 there, so that the plain gradient of the cross-entropy loses its part of
    /// the right class.
    /// </summary>
    [Fact]
    public void The_direction_does_not_vanish_where_the_model_is_sure()
    {
        var linear = new Linear(4, 3, bias: false);
        new float[] { 60, 0, 0, 20, -3, 0, 1, -2, 0, 0, 1, 5 }.CopyTo(linear.WeightInOut.Span);
        var model = new TrainedModel("own", new Sequential(new Flatten(), linear), ["a", "b", "c"], 2, 2);
        var images = Tensor.From([0.5f, 0.5f, 0.5f, 0.5f], 1, 1, 2, 2);
        var moved = new FastGradientSign().Perturb(model, images, Tensor.Of(0), 0.25f);
        moved.ToArray().ShouldBe([0.25f, 0.25f, 0.25f, 0.75f]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_model_is_attacked_within_bounds_and_left_as_it_was(string name)
    {
        var model = Models.Untrained(name, 20, 24);
        var (images, labels) = Models.Noise(model, 4).All();
        var before = images.ToArray();
        model.Module.Train();
        var weights = Weights(model);
        foreach (var attack in (Attack[])[new FastGradientSign(), new ProjectedGradient(3)])
        {
            var moved = attack.Perturb(model, images, labels, 0.0625f);
            moved.Shape.ShouldBe(images.Shape);
            var changed = 0;
            for (var i = 0; i < moved.Length; i++)
            {
                moved.Span[i].ShouldBeInRange(0, 1);
                Math.Abs(moved.Span[i] - before[i]).ShouldBeLessThanOrEqualTo(0.0625f + 1e-6f);
                changed += moved.Span[i] != before[i] ? 1 : 0;
            }

            changed.ShouldBeGreaterThan(moved.Length / 8);
        }

        images.ToArray().ShouldBe(before);
        images.RequiresGrad.ShouldBeFalse();
        model.Module.Training.ShouldBeTrue();
        Weights(model).ShouldHaveTheBitsOf(weights, "weights afterwards");
        model.Module.Parameters().ShouldAllBe(parameter => parameter.RequiresGrad && !parameter.HasGrad);
    }

    [Fact]
    public void The_loss_grows_and_more_so_in_steps()
    {
        var (images, labels) = Models.Test.All();
        var model = Models.TheMlp;
        var clean = Loss(images);
        var once = Loss(new FastGradientSign().Perturb(model, images, labels, 0.05f));
        var often = Loss(new ProjectedGradient().Perturb(model, images, labels, 0.05f));
        once.ShouldBeGreaterThan(clean + 0.2f);
        often.ShouldBeGreaterThan(once);

        // One step as long as epsilon is the fast method.
        var single = new ProjectedGradient(1, 0.05f).Perturb(model, images, labels, 0.05f).ToArray();
        single.AsSpan().ShouldBeCloseTo(new FastGradientSign().Perturb(model, images, labels, 0.05f).Span, 1e-6, "one step");
        new FastGradientSign().Perturb(model, images, labels, 0).ToArray().ShouldBe(images.ToArray());

        float Loss(Tensor inputs)
        {
            using var _ = new NoGrad();
            return model.Module.Forward(inputs).CrossEntropy(labels).Item();
        }
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(1.01f)]
    [InlineData(float.NaN)]
    public void An_epsilon_out_of_range_is_refused(float epsilon)
    {
        var (images, labels) = Models.Test.Take([0]);
        Should.Throw<ArgumentOutOfRangeException>(
            () => new FastGradientSign().Perturb(Models.TheMlp, images, labels, epsilon)).Message.ShouldContain("expected 0 to 1");
        Should.Throw<ArgumentOutOfRangeException>(
            () => AttackedAccuracy.Of(Models.TheMlp, Models.Test, new FastGradientSign(), [0.1f, epsilon]));
    }

    [Fact]
    public void Images_labels_and_settings_that_do_not_fit_are_refused()
    {
        var (images, labels) = Models.Test.Take([0]);
        var attack = new FastGradientSign();
        Should.Throw<ArgumentException>(
            () => attack.Perturb(Models.TheMlp, images.Reshape(1, 784), labels, 0.1f)).Message.ShouldContain("expected [*, 1, 28, 28]");
        Should.Throw<ArgumentException>(
            () => attack.Perturb(Models.TheMlp, images, Tensor.Of(10), 0.1f)).Message.ShouldContain("not a class index from 0 to 9");
        Should.Throw<ArgumentException>(() => attack.Perturb(Models.TheMlp, images, Tensor.Of(1, 2), 0.1f));
        Should.Throw<ArgumentOutOfRangeException>(() => new ProjectedGradient(0));
        Should.Throw<ArgumentOutOfRangeException>(() => new ProjectedGradient(5, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => new ProjectedGradient(5, float.NaN));
    }

    private static float[] Weights(TrainedModel model) => [.. model.Module.StateDictionary().SelectMany(entry => entry.Value.ToArray())];
}
