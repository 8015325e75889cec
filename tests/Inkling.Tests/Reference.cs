using Inkling.Data;
using Inkling.Formats;

namespace Inkling.Tests;

/// <summary>Values recorded with PyTorch, and MNIST where this machine has it.</summary>
internal static class Reference
{
    public static SafeTensorsFile Open(string name) => SafeTensors.ReadFile(Path.Combine(AppContext.BaseDirectory, "TestData", name));

    public static Tensor Tensor(this SafeTensorsFile file, string name) =>
        Inkling.Tensor.From(file[name].ToSingles(), [.. file[name].Shape]);

    /// <summary>The inputs of a case by name, as leaves of a graph.</summary>
    public static Dictionary<string, Tensor> Inputs(this SafeTensorsFile file, string name) => file.Tensors
        .Where(tensor => tensor.Name.StartsWith($"{name}.in.", StringComparison.Ordinal))
        .ToDictionary(tensor => tensor.Name[$"{name}.in.".Length..], tensor => file.Tensor(tensor.Name).RequireGrad());

    /// <summary>
    /// Compares a case at every vector width with the recorded output, its shape, and the gradient of sum(output * weight) with respect to
    /// each input.
    /// </summary>
    public static void ShouldHaveCase(this SafeTensorsFile file, string name, Func<Dictionary<string, Tensor>, Tensor> compute)
    {
        ComputeSettings.AtEveryWidth(bits =>
        {
            var inputs = file.Inputs(name);
            var output = compute(inputs);
            (output * file.Tensor($"{name}.weight")).Sum().Backward();
            output.ShouldBeCloseTo(file.Tensor($"{name}.out"), Close.Operation, $"{name} at {bits} bits");
            foreach (var (input, value) in inputs)
                value.Grad.ShouldBeCloseTo(
                    file.Tensor($"{name}.grad.{input}"), Close.Operation, $"{name} at {bits} bits, gradient of {input}");
        });
    }

    /// <summary>Compares output and gradients of a case, to the bit, between numbers of threads and vector widths.</summary>
    public static void ShouldHaveOneResult(this SafeTensorsFile file, string name, Func<Dictionary<string, Tensor>, Tensor> compute)
    {
        float[] Run()
        {
            var inputs = file.Inputs(name);
            var output = compute(inputs);
            (output * file.Tensor($"{name}.weight")).Sum().Backward();
            return [.. output.ToArray(), .. inputs.Values.SelectMany(input => input.Grad.ToArray())];
        }

        var expected = ComputeSettings.With(1, Run);
        ComputeSettings.AtEveryWidth(bits =>
        {
            foreach (var threads in (int[])[1, 2, 5])
                ComputeSettings.With(threads, Run).ShouldHaveTheBitsOf(expected, $"{name} with {threads} threads at {bits} bits");
        });
    }

    /// <summary>
    /// A part of MNIST: from the folder that INKLING_DATA names, or shared/mnist beside the repository. The test is skipped where there is
    /// neither.
    /// </summary>
    public static ImageDataset Mnist(string part)
    {
        foreach (var folder in Folders())
        {
            var images = Path.Combine(folder, $"{part}-images-idx3-ubyte.gz");
            if (File.Exists(images))
                return IdxImages.Read(images, Path.Combine(folder, $"{part}-labels-idx1-ubyte.gz"), $"MNIST {part}");
        }

        Assert.Skip(
            "MNIST is not here: set INKLING_DATA to the folder of its four files, or put them into shared/mnist beside the repository");
        throw new InvalidOperationException();
    }

    private static IEnumerable<string> Folders()
    {
        if (Environment.GetEnvironmentVariable("INKLING_DATA") is { Length: > 0 } named)
            yield return named;
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Inkling.slnx")) && at.Parent is { } beside)
                yield return Path.Combine(beside.FullName, "shared", "mnist");
        }
    }
}
