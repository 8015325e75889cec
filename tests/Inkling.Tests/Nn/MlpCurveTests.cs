using Inkling.Nn;
using Inkling.Optim;

namespace Inkling.Tests.Nn;

/// <summary>200 training steps beside PyTorch's, from the same weights on the same digits.</summary>
public class MlpCurveTests
{
    [Fact]
    public void Training_follows_PyTorch_step_by_step()
    {
        var file = Reference.Open("mlp_curve.safetensors");
        var (train, test) = (Reference.Mnist("train"), Reference.Mnist("t10k"));
        var model = new Sequential(new Flatten(), new Linear(784, 128), new ReLU(), new Linear(128, 10));
        string[] names = ["1.weight", "1.bias", "3.weight", "3.bias"];
        model.LoadStateDictionary(names.ToDictionary(name => name, name => file.Tensor($"initial.{name}")));
        var (loss, optimizer) = (new CrossEntropyLoss(), new SGD(model.Parameters(), 0.1f));
        var losses = file["losses"].ToSingles();
        losses.Length.ShouldBe(200);

        var step = 0;
        foreach (var (images, labels) in train.Batches(64))
        {
            var error = loss.Forward(model.Forward(images), labels);
            optimizer.ZeroGrad();
            error.Backward();
            optimizer.Step();
            error.Item().ShouldBe(losses[step], losses[step] * Close.Training, $"loss of step {step}");
            if (++step == losses.Length)
                break;
        }

        step.ShouldBe(200);
        foreach (var (name, value) in model.StateDictionary())
            value.ShouldBeCloseTo(file.Tensor($"final.{name}"), Close.Training, $"final {name}");

        using var _ = new NoGrad();
        var (digits, answers) = test.All();
        var logits = model.Eval().Forward(digits);
        logits[..100].ShouldBeCloseTo(file.Tensor("test_logits_first_100"), Close.Training, "logits");
        var correct = logits.ArgMax(1).ToArray().Zip(answers.ToArray()).Count(pair => pair.First == pair.Second);
        Math.Abs(correct - int.Parse(file.Metadata["test_correct_of_10000"]))
            .ShouldBeLessThanOrEqualTo(3, $"{correct} of 10,000 are right");
    }
}
