using Inkling.Autograd;

namespace Inkling;

public readonly partial struct Tensor
{
    /// <summary>A tensor of zeros.</summary>
    public static Tensor Zeros(params ReadOnlySpan<int> sizes) => Full(new Shape(sizes), 0);

    /// <summary>A tensor of ones.</summary>
    public static Tensor Ones(params ReadOnlySpan<int> sizes) => Full(new Shape(sizes), 1);

    /// <summary>A tensor whose elements all have one value.</summary>
    public static Tensor Full(Shape shape, float value)
    {
        var tensor = Empty(shape);
        tensor.Span.Fill(value);
        return tensor;
    }

    /// <summary>A single number, of shape [].</summary>
    public static Tensor Scalar(float value) => Full(default, value);

    /// <summary>A vector with a copy of the values, of shape [values.Length].</summary>
    public static Tensor Of(params ReadOnlySpan<float> values) => From(values, values.Length);

    /// <summary>A tensor with a copy of the values, the last dimension running fastest.</summary>
    /// <exception cref="ArgumentException">The sizes do not multiply to the number of values.</exception>
    public static Tensor From(ReadOnlySpan<float> values, params ReadOnlySpan<int> sizes)
    {
        var shape = new Shape(sizes);
        if (shape.Length != values.Length)
            throw new ArgumentException(
                $"{values.Length} values do not fill a tensor of shape {shape}, which holds {shape.Length}", nameof(values));
        var tensor = Empty(shape);
        values.CopyTo(tensor.Span);
        return tensor;
    }

    /// <summary>A matrix with a copy of the values: [rows, columns].</summary>
    public static Tensor From(float[,] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var tensor = Empty(new Shape(values.GetLength(0), values.GetLength(1)));
        System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(
            ref System.Runtime.CompilerServices.Unsafe.As<byte,
            float>(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(values)),
            values.Length).CopyTo(tensor.Span);
        return tensor;
    }

    /// <summary>Numbers from a normal distribution of mean 0 and standard deviation 1.</summary>
    /// <param name="sizes">The shape.</param>
    /// <param name="random">Where they come from; <see cref="Randomness.Default"/> when null.</param>
    public static Tensor RandomNormal(ReadOnlySpan<int> sizes, RandomStream? random = null)
    {
        random ??= Randomness.Default;
        var tensor = Empty(new Shape(sizes));
        foreach (ref var value in tensor.Span)
            value = (float)random.NextNormal();
        return tensor;
    }

    /// <summary>Numbers uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    /// <param name="sizes">The shape.</param>
    /// <param name="low">The smallest number possible.</param>
    /// <param name="high">The bound that is not reached.</param>
    /// <param name="random">Where they come from; <see cref="Randomness.Default"/> when null.</param>
    public static Tensor RandomUniform(ReadOnlySpan<int> sizes, float low = 0, float high = 1, RandomStream? random = null)
    {
        random ??= Randomness.Default;
        var tensor = Empty(new Shape(sizes));
        foreach (ref var value in tensor.Span)
            value = random.NextSingle(low, high);
        return tensor;
    }

    /// <summary>A single number, where a tensor is asked for.</summary>
    public static implicit operator Tensor(float value) => Scalar(value);

    /// <summary>A tensor whose elements are whatever the memory held: for results that are about to be written.</summary>
    internal static Tensor Empty(Shape shape) => new(Node.Create(shape));

    /// <summary>The same, of the shape of a node and with its memory in the same order.</summary>
    internal static Tensor EmptyLike(Node node) => new(node.IsHwnc ? Node.CreateHwnc(node.Shape) : Node.Create(node.Shape));
}
