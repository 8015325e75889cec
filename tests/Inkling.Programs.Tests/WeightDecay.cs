namespace Inkling.Programs.Tests;

/// <summary>Two parameter groups: weights decay, biases do not.</summary>
public class WeightDecay
{
    [Fact]
    public void Only_the_group_with_weight_decay_shrinks()
    {
        Randomness.Seed(19);
        var model = new Sequential(new Linear(4, 4), new ReLU(), new Linear(4, 2));
        var weights = model.NamedParameters().Where(entry => entry.Name.EndsWith("weight")).Select(entry => entry.Value);
        var biases = model.NamedParameters().Where(entry => entry.Name.EndsWith("bias")).Select(entry => entry.Value);
        var optimizer = new AdamW(
            [new ParameterGroup(weights) { WeightDecay = 0.1f }, new ParameterGroup(biases) { WeightDecay = 0, LearningRate = 0.2f }],
            learningRate: 0.1f);
        optimizer.ParameterGroups[1].LearningRate.ShouldBe(0.2f, 1e-6f);
        var before = model.Parameters().Select(parameter => parameter.Clone()).ToList();

        // A loss of 0 leaves the decay alone.
        (0 * model.Forward(Tensor.Randn(3, 4))).Sum().Backward();
        optimizer.Step();

        foreach (var ((name, after), initial) in model.NamedParameters().Zip(before))
            after.AllClose(name.EndsWith("weight") ? initial * 0.99f : initial, atol: 1e-6f).ShouldBeTrue(name);
    }
}
