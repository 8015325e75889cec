namespace Inkling.Programs.Tests;

/// <summary>Initial weights by type of layer with Apply, and a schedule given as a function.</summary>
public class Initialisation
{
    [Fact]
    public void Every_layer_gets_the_initial_values_of_its_type()
    {
        Randomness.Seed(1);
        var net = new Sequential(new Conv2d(1, 8, 3), new ReLU(), new Flatten(), new Linear(8 * 6 * 6, 10));
        net.Apply(InitWeights);
        var linear = (Linear)net[3];
        linear.Bias!.Value.ToArray().ShouldAllBe(value => value == 0.01f);
        linear.Weight.Abs().Max().Item().ShouldBeLessThanOrEqualTo(MathF.Sqrt(6f / (288 + 10)));

        var optimizer = new SGD(net.Parameters(), learningRate: 1);
        new LambdaSchedule(step => 0.1f * MathF.Min(1, (step + 1) / 10f)).Apply(optimizer, 4);
        optimizer.LearningRate.ShouldBe(0.05f);
    }

    private static void InitWeights(Module module)
    {
        if (module is Linear linear)
        {
            linear.Weight = Initialization.XavierUniform(linear.Weight.Shape);
            linear.Bias!.Value.Span.Fill(0.01f);
        }
        else if (module is Conv2d convolution)
        {
            convolution.Weight = Initialization.XavierNormal(convolution.Weight.Shape, gain: MathF.Sqrt(2));
            convolution.Bias?.Span.Clear();
        }
    }
}
