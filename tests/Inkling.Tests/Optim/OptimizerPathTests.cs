using Inkling.Formats;
using Inkling.Optim;

namespace Inkling.Tests.Optim;

/// <summary>A matrix and a vector over 12 given gradients, beside the weights that TestData/nn_optim.py recorded.</summary>
[Collection(ComputeSettings.Name)]
public class OptimizerPathTests
{
    private static readonly SafeTensorsFile File = Reference.Open("nn_optim.safetensors");

    private static readonly Dictionary<string, Func<Tensor, Tensor, Optimizer>> Table = new()
    {
        ["rmsprop"] = (m, v) => new RMSprop([m, v], 0.01f),
        ["rmsprop_momentum_decay"] = (m, v) =>
            new RMSprop([m, v], 0.01f, alpha: 0.9f, epsilon: 1e-4f, weightDecay: 0.05f, momentum: 0.8f),
        ["adam_late"] = (m, v) => new Adam([m, v], 0.01f),
        ["adam_decay"] = (m, v) => new Adam([m, v], 0.01f, 0.8f, 0.98f, weightDecay: 0.05f),
        ["sgd_groups"] = (m, v) => new SGD(
            [new ParameterGroup([m]) { LearningRate = 0.02f, WeightDecay = 0.1f, Momentum = 0.5f }, new([v])], 0.1f, momentum: 0.9f),
        ["adamw_groups"] = (m, v) => new AdamW(
            [new ParameterGroup([m]) { LearningRate = 0.002f, WeightDecay = 0 }, new([v])], 0.01f, weightDecay: 0.1f),
        ["muon"] = (m, v) => new Muon([m, v], 0.02f),
        ["lookahead_sgd"] = (m, v) => new Lookahead(new SGD([m, v], 0.1f, momentum: 0.9f)),
        ["lookahead_adam"] = (m, v) => new Lookahead(new Adam([m, v], 0.01f), k: 3, alpha: 0.8f),
    };

    public static TheoryData<string> Names => [.. Table.Keys];

    [Fact]
    public void Every_recorded_path_is_tested() => File.Tensors.Select(tensor => tensor.Name.Split('.'))
        .Where(name => name[0] == "path").Select(name => name[1]).Distinct().ShouldBe(Table.Keys, ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void Follows_the_recorded_path_at_every_vector_width(string name) => ComputeSettings.AtEveryWidth(bits =>
    {
        var pair = new Pair();
        var optimizer = Table[name](pair.Matrix, pair.Vector);
        for (var step = 0; step < 12; step++)
        {
            pair.Step(optimizer, step, name);
            pair.Matrix.ShouldBeCloseTo(File.Tensor($"path.{name}.matrix")[step], Close.Operation, $"{name}, {bits} bits, step {step}");
            pair.Vector.ShouldBeCloseTo(File.Tensor($"path.{name}.vector")[step], Close.Operation, $"{name}, {bits} bits, step {step}");
        }
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void Continues_exactly_from_a_saved_state(string name)
    {
        var whole = new Pair();
        var optimizer = Table[name](whole.Matrix, whole.Vector);
        for (var step = 0; step < 12; step++)
            whole.Step(optimizer, step, name);

        var halved = new Pair();
        var before = Table[name](halved.Matrix, halved.Vector);
        for (var step = 0; step < 7; step++)
            halved.Step(before, step, name);
        var after = Table[name](halved.Matrix, halved.Vector);
        after.LoadStateDictionary(before.StateDictionary());
        after.StepCount.ShouldBe(7);
        for (var step = 7; step < 12; step++)
            halved.Step(after, step, name);

        halved.Matrix.ToArray().ShouldHaveTheBitsOf(whole.Matrix.ToArray(), name);
        halved.Vector.ToArray().ShouldHaveTheBitsOf(whole.Vector.ToArray(), name);
    }

    private sealed class Pair
    {
        private static readonly (Tensor Matrix, Tensor Vector) Gradients = (File.Tensor("grads.matrix"), File.Tensor("grads.vector"));

        public Tensor Matrix { get; } = File.Tensor("start.matrix").RequireGrad();

        public Tensor Vector { get; } = File.Tensor("start.vector").RequireGrad();

        public void Step(Optimizer optimizer, int step, string name)
        {
            optimizer.ZeroGrad();
            Vector.RequireGrad(name != "adam_late" || step >= 5);
            ((Matrix * Gradients.Matrix[step]).Sum() + (Vector * Gradients.Vector[step]).Sum()).Backward();
            optimizer.Step();
        }
    }
}
