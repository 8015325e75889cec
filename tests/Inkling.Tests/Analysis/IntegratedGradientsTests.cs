using Inkling.Analysis;
using Inkling.Nn;

namespace Inkling.Tests.Analysis;

public class IntegratedGradientsTests
{
    [Theory]
    [InlineData(0f)]
    [InlineData(0.5f)]
    public void The_attributions_add_up_to_the_difference_from_the_baseline_the_better_the_more_steps(float baseline)
    {
        var image = Models.Test.Take([4]).Inputs.ToArray();
        float[] empty = [.. Enumerable.Repeat(baseline, 784)];
        for (var target = 0; target < 10; target++)
        {
            var difference = Logit(image, target) - Logit(empty, target);
            var attribution = new IntegratedGradients(1000, baseline).Attribute(Models.TheMlp, image, target);
            attribution.Sum.ShouldBe(difference, 2e-3);
            attribution.CompletenessGap!.Value.ShouldBe(attribution.Sum - difference, 1e-4);
            ((double)attribution.BaselineOutput!.Value).ShouldBe(Logit(empty, target), 1e-5);
        }

        Gap(32).ShouldBeLessThan(Gap(1) / 4);
        Gap(1000).ShouldBeLessThan(Gap(32) / 4);

        double Gap(int steps)
        {
            var method = new IntegratedGradients(steps, baseline);
            return Enumerable.Range(0, 10).Sum(
                target => Math.Abs(method.Attribute(Models.TheMlp, image, target).CompletenessGap!.Value));
        }

        static float Logit(float[] image, int target)
        {
            using var _ = new NoGrad();
            return Models.TheMlp.Module.Forward(Tensor.From(image, 1, 1, 28, 28))[0, target].Item();
        }
    }

    [Fact]
    public void Steps_in_several_batches_are_those_of_one_after_the_other()
    {
        var model = Models.TheMlp;
        var image = Models.Test.Take([2]).Inputs.ToArray();
        var expected = new double[784];
        const int steps = 300;
        for (var step = 0; step < steps; step++)
        {
            float[] point = [.. image.Select(ink => ink * (step + 0.5f) / steps)];
            var attribution = new GradientTimesInput().Attribute(model, point, 3);
            for (var i = 0; i < 784; i++)
                expected[i] += attribution.Values[i] / ((step + 0.5f) / steps) / steps;
        }

        new IntegratedGradients(steps).Attribute(model, image, 3).Values.ToArray().AsSpan()
            .ShouldBeCloseTo([.. expected.Select(value => (float)value)], 1e-4, "300 steps");
    }

    [Fact]
    public void Other_methods_have_no_baseline()
    {
        var image = Models.Test.Take([0]).Inputs.ToArray();
        var attribution = new Saliency().Attribute(Models.TheLinear, image);
        attribution.BaselineOutput.ShouldBeNull();
        attribution.CompletenessGap.ShouldBeNull();
    }

    [Fact]
    public void Steps_and_baseline_have_ranges()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new IntegratedGradients(0));
        Should.Throw<ArgumentOutOfRangeException>(() => new IntegratedGradients(8, 1.5f)).Message
            .ShouldContain("a baseline of 1.5, expected 0 to 1");
        Should.Throw<ArgumentOutOfRangeException>(() => new IntegratedGradients(8, float.NaN));
    }
}
