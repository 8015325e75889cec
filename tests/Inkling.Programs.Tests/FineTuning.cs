using Inkling.Data;
using Inkling.Models;

namespace Inkling.Programs.Tests;

/// <summary>ResNet-18 is fine-tuned on ten images a class: first its head, then all of it with discriminative learning rates.</summary>
public class FineTuning
{
    [Fact]
    public void The_head_learns_while_the_body_is_frozen_and_then_all_of_it()
    {
        Randomness.Seed(23);
        var digits = Handwriting.Train(300);
        var indices = Enumerable.Range(0, 3).SelectMany(digit =>
            Enumerable.Range(0, digits.Count).Where(i => digits.Labels[i] == digit).Take(10)).ToArray();
        var (images, labels) = digits.Take(indices);
        var model = new ResNet18();
        model.Freeze();
        var head = new Linear(512, 3);
        model.Fc = head;
        model.Forward(images).Shape.ShouldBe(new Shape(30, 3));
        var body = model.NamedParameters().Where(entry => !entry.Name.StartsWith("fc.")).Select(entry => entry.Value).ToList();
        var before = body.Select(parameter => parameter.Clone()).ToList();
        var criterion = new CrossEntropyLoss();

        var optimizer = new SGD(head.Parameters(), learningRate: 0.05f, momentum: 0.9f);
        var first = Train(optimizer, 5);
        body.ShouldAllBe(parameter => !parameter.HasGrad);
        body.Zip(before).ShouldAllBe(pair => pair.First.ToArray().SequenceEqual(pair.Second.ToArray()));

        model.Unfreeze();
        var second = Train(
            new SGD([new ParameterGroup(body) { LearningRate = 0.002f }, new ParameterGroup(head.Parameters())], learningRate: 0.02f), 5);
        second.ShouldBeLessThan(first);
        body.Zip(before).ShouldAllBe(pair => !pair.First.ToArray().SequenceEqual(pair.Second.ToArray()));

        float Train(Optimizer optimizer, int steps)
        {
            for (var step = 0; step < steps; step++)
            {
                optimizer.ZeroGrad();
                criterion.Forward(model.Forward(images), labels).Backward();
                optimizer.Step();
            }

            using var _ = new NoGrad();
            return criterion.Forward(model.Forward(images), labels).Item();
        }
    }
}
