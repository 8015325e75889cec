using Inkling.Formats;

namespace Inkling.Tests.Operations;

/// <summary>A recorded case of PyTorch: inputs, the result and, where there are weights, the gradients of sum(out * weight).</summary>
internal sealed class ReferenceCase(SafeTensorsFile file, string name)
{
    private readonly Dictionary<string, Tensor> _inputs = file.Tensors
        .Where(tensor => tensor.Name.StartsWith($"{name}.in.", StringComparison.Ordinal))
        .ToDictionary(tensor => tensor.Name[$"{name}.in.".Length..], tensor => file.Tensor(tensor.Name).RequireGrad());

    private readonly HashSet<string> _used = [];

    public Tensor Target => file.Tensor($"{name}.target");

    public Tensor this[string input]
    {
        get
        {
            _used.Add(input);
            return _inputs[input];
        }
    }

    /// <summary>Compares value, shape and gradients of an operation with the recorded ones, at every vector width.</summary>
    public static void Check(SafeTensorsFile file, string name, Func<ReferenceCase, Tensor> operation) =>
        ComputeSettings.AtEveryWidth(bits =>
        {
            var inputs = new ReferenceCase(file, name);
            var output = operation(inputs);
            output.ShouldBeCloseTo(file.Tensor($"{name}.out"), Close.Operation, $"{name} at {bits} bits");
            inputs._used.ShouldBe(inputs._inputs.Keys, ignoreOrder: true);
            if (!file.Tensors.Any(tensor => tensor.Name == $"{name}.weight"))
            {
                output.RequiresGrad.ShouldBeFalse($"{name} has no gradient in PyTorch");
                return;
            }

            (output * file.Tensor($"{name}.weight")).Sum().Backward();
            foreach (var (input, tensor) in inputs._inputs)
                tensor.Grad.ShouldBeCloseTo(
                    file.Tensor($"{name}.grad.{input}"), Close.Operation, $"{name} at {bits} bits, gradient of {input}");
        });

    /// <summary>The names of the cases of a file.</summary>
    public static IEnumerable<string> Names(SafeTensorsFile file) =>
        file.Tensors.Where(tensor => tensor.Name.EndsWith(".out", StringComparison.Ordinal))
            .Select(tensor => tensor.Name[..^".out".Length]);
}
