using Inkling.Analysis;
using Inkling.Models;
using Inkling.Nn;

namespace Inkling.Tests.Analysis;

public class AttributionTests
{
    private static readonly Lazy<(TrainedModel Model, float[] Image)> Recorded = new(() =>
    {
        var file = Reference.Open("attributions.safetensors");
        var network = new Sequential(
            new Conv2d(1, 4, 3, padding: 1), new BatchNorm2d(4), new ReLU(), new MaxPool2d(2),
            new Conv2d(4, 6, 3), new ReLU(), new MaxPool2d(2), new Flatten(), new Linear(12, 3));
        network.LoadStateDictionary(file.Tensors
            .Where(tensor => tensor.Name.StartsWith("model.", StringComparison.Ordinal))
            .ToDictionary(tensor => tensor.Name["model.".Length..], tensor => file.Tensor(tensor.Name)));
        return (new TrainedModel("recorded", network, ["a", "b", "c"], 12, 11), file.Tensor("image").ToArray());
    });

    private static readonly AttributionMethod[] RecordedMethods =
        [new Saliency(), new GradientTimesInput(), new IntegratedGradients(32, 0.25f), new Occlusion(4, 3, 0.5f), new GradCam()];

    public static TheoryData<string> Names { get; } = [.. ModelCatalog.Names];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Every_method_gives_the_values_recorded_with_pytorch(int target)
    {
        var (model, image) = Recorded.Value;
        var file = Reference.Open("attributions.safetensors");
        foreach (var method in RecordedMethods)
        {
            var attribution = method.Attribute(model, image, target);
            attribution.Values.ToArray().AsSpan().ShouldBeCloseTo(
                file.Tensor($"{target}.{method.Name}").Span, Close.Operation, $"{method.Name} of class {target}");
            ((double)attribution.Output).ShouldBe(file.Tensor("logits").Span[target], 1e-5);
            attribution.Target.ShouldBe(target);
            attribution.OutputName.ShouldBe($"logit of {"abc"[target]}");
            attribution.Image.ToArray().ShouldBe(image);
            attribution.Layer.ShouldBe(method is GradCam ? "5" : null);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_model_is_left_as_it_was(string name)
    {
        var model = Models.Untrained(name, 22, 20);
        model.Module.Train();
        model.Module.Parameters().First().RequireGrad(false);
        var state = Values(model);
        var set = Models.Noise(model, 1);
        foreach (var method in AttributionMethod.All.Where(method => method is not GradCam || name is "cnn" or "resnet18"))
        {
            var attribution = method.Attribute(model, set.Take([0]).Inputs.Span);
            attribution.Method.ShouldBe(method);
            attribution.Target.ShouldBe(Predictions.Of(model, set).Class(0));
            attribution.Values.Length.ShouldBe(440);
            attribution.Values.ToArray().ShouldContain(value => value != 0, method.Name);
            attribution.Values.ToArray().ShouldAllBe(value => float.IsFinite(value), method.Name);
        }

        Values(model).AsSpan().SequenceEqual(state).ShouldBeTrue();
        model.Module.Training.ShouldBeTrue();
        model.Module.Parameters().ShouldAllBe(parameter => !parameter.HasGrad);
        model.Module.Parameters().Index().ShouldAllBe(entry => entry.Item.RequiresGrad == entry.Index > 0);
        model.Module.Modules().ShouldAllBe(module => !module.HasHooks);
    }

    /// <summary>The logit of a linear model is b + sum of w x, so that gradients are weights.</summary>
    [Fact]
    public void Of_a_linear_model_all_signed_methods_are_weight_times_ink()
    {
        var model = Models.TheLinear;
        var weights = model.Module.StateDictionary()["1.weight"];
        for (var target = 0; target < 10; target++)
        {
            var image = Models.Test.Take([target]).Inputs.ToArray();
            float[] expected = [.. image.Select((ink, pixel) => ink * weights[target, pixel].Item())];
            AttributionMethod[] methods = [new GradientTimesInput(), new IntegratedGradients(7), new Occlusion(1, 1)];
            foreach (var method in methods)
            {
                method.Attribute(model, image, target).Values.ToArray().AsSpan()
                    .ShouldBeCloseTo(expected, method is Occlusion ? 1e-4 : Close.Operation, $"{method.Name} of {target}");
            }

            new Saliency().Attribute(model, image, target).Values.ToArray().ShouldBe(
                [.. Enumerable.Range(0, 784).Select(pixel => Math.Abs(weights[target, pixel].Item()))], 1e-6f);
        }
    }

    /// <summary>One of both logits is always 0, so that it alone would be attributed to no pixel.</summary>
    [Theory]
    [InlineData("simple-net")]
    [InlineData("threes-sevens")]
    public void Of_two_classes_the_log_odds_are_attributed(string name)
    {
        var model = Models.Untrained(name);
        var set = Models.Noise(model, 1);
        var image = set.Take([0]).Inputs.ToArray();
        var logits = Predictions.Of(model, set).Logits(0).ToArray();
        foreach (var method in AttributionMethod.All.Where(method => method is not GradCam))
        {
            var (first, second) = (method.Attribute(model, image, 0), method.Attribute(model, image, 1));
            second.OutputName.ShouldBe("log-odds of 7");
            first.Output.ShouldBe(logits[0] - logits[1], 1e-6f);
            second.Output.ShouldBe(logits[1] - logits[0], 1e-6f);
            first.Values.ToArray().ShouldContain(value => value != 0);
            var sign = method is Saliency ? 1 : -1;
            second.Values.ToArray().ShouldBe([.. first.Values.ToArray().Select(value => sign * value)], 1e-5f);
        }
    }

    [Fact]
    public void What_cannot_be_attributed_is_said()
    {
        var image = new float[784];
        foreach (var method in AttributionMethod.All)
        {
            Message(() => method.Attribute(Models.TheMlp, new float[100])).ShouldContain($"{method.Name}: 100 pixels, mlp expects 28x28");
            image[3] = 1.5f;
            Message(() => method.Attribute(Models.TheMlp, image)).ShouldContain("a pixel is not from 0 to 1");
            image[3] = 0;
            Message(() => method.Attribute(Models.TheMlp, image, 10)).ShouldContain($"{method.Name}: class 10, expected 0 to 9");
            Message(() => method.Attribute(Models.TheMlp, image, -1)).ShouldContain("class -1, expected 0 to 9");
            var wrong = new TrainedModel("wrong", new Sequential(new Flatten()), ["a", "b"], 2, 2);
            Message(() => method.Attribute(wrong, new float[4])).ShouldContain("wrong gives [1, 4], expected [1, 2]");
        }

        static string Message(Action action) => Should.Throw<ArgumentException>(action).Message;
    }

    [Fact]
    public void Methods_have_names_and_end_when_they_are_cancelled()
    {
        AttributionMethod.All.Select(method => $"{method.Name}: {method.Title}").ShouldBe(
        [
            "saliency: Saliency", "gradient-times-input: Gradient times input", "integrated-gradients: Integrated gradients",
            "occlusion: Occlusion", "grad-cam: Grad-CAM",
        ]);
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        var image = Models.Test.Take([0]).Inputs.ToArray();
        foreach (var method in (AttributionMethod[])[new IntegratedGradients(), new Occlusion()])
            Should.Throw<OperationCanceledException>(() => method.Attribute(Models.TheMlp, image, cancellation: stop.Token));
    }

    private static float[] Values(TrainedModel model) =>
        [.. model.Module.StateDictionary().Values.SelectMany(tensor => tensor.ToArray())];
}
