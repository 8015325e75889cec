using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Inkling.Autograd;

namespace Inkling;

public readonly partial struct Tensor
{
    /// <summary>Creates a tensor of zeros, of shape <paramref name="sizes"/>.</summary>
    public static Tensor Zeros(params ReadOnlySpan<int> sizes) => Full(new Shape(sizes), 0);

    /// <summary>Creates a tensor of ones, of shape <paramref name="sizes"/>.</summary>
    public static Tensor Ones(params ReadOnlySpan<int> sizes) => Full(new Shape(sizes), 1);

    /// <summary>
    /// Creates a tensor of shape <paramref name="sizes"/> whose elements are whatever the memory held: for results that are about to be
    /// written.
    /// </summary>
    public static Tensor Empty(params ReadOnlySpan<int> sizes) => Empty(new Shape(sizes));

    /// <summary>Creates a tensor of shape <paramref name="shape"/> whose elements all have one value.</summary>
    public static Tensor Full(Shape shape, float value)
    {
        var tensor = Empty(shape);
        tensor.Span.Fill(value);
        return tensor;
    }

    /// <summary>
    /// Creates a tensor of shape <paramref name="sizes"/> whose elements all have one value, as <c>Full([2, 3], 7)</c> does.
    /// </summary>
    public static Tensor Full(ReadOnlySpan<int> sizes, float value) => Full(new Shape(sizes), value);

    /// <summary>Creates a tensor of zeros of the shape of <paramref name="other"/>, [...] to [...].</summary>
    public static Tensor ZerosLike(Tensor other) => Full(other.Shape, 0);

    /// <summary>Creates a tensor of ones of the shape of <paramref name="other"/>, [...] to [...].</summary>
    public static Tensor OnesLike(Tensor other) => Full(other.Shape, 1);

    /// <summary>Creates a tensor of standard normal numbers of the shape of <paramref name="other"/>, [...] to [...].</summary>
    /// <param name="other">The tensor whose shape is taken.</param>
    /// <param name="random">The source of the numbers; <see cref="Randomness.Default"/> when null.</param>
    public static Tensor RandnLike(Tensor other, RandomStream? random = null) => Randn(other.Shape, random);

    /// <summary>Creates a tensor with a single element, of shape [].</summary>
    public static Tensor Scalar(float value) => Full(default(Shape), value);

    /// <summary>Creates a vector with a copy of the values, of shape [values.Length].</summary>
    public static Tensor Of(params ReadOnlySpan<float> values) => From(values, values.Length);

    /// <summary>
    /// Creates a tensor of shape <paramref name="sizes"/> with a copy of the values, the last dimension running fastest.
    /// </summary>
    /// <exception cref="ArgumentException">The sizes do not multiply to the number of values.</exception>
    public static Tensor From(ReadOnlySpan<float> values, params ReadOnlySpan<int> sizes)
    {
        var shape = new Shape(sizes);
        if (shape.Length != values.Length)
            throw new ArgumentException(
                $"{values.Length} values do not fill a tensor of shape {shape}, which holds {shape.Length}"
                + (sizes.Length == 0 ? "; Tensor.Of makes a vector of them" : ""),
                nameof(values));
        var tensor = Empty(shape);
        values.CopyTo(tensor.Span);
        return tensor;
    }

    /// <summary>Creates a matrix [rows, columns] with a copy of the values.</summary>
    public static Tensor From(float[,] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var tensor = Empty(new Shape(values.GetLength(0), values.GetLength(1)));
        ref var first = ref Unsafe.As<byte, float>(ref MemoryMarshal.GetArrayDataReference(values));
        MemoryMarshal.CreateReadOnlySpan(ref first, values.Length).CopyTo(tensor.Span);
        return tensor;
    }

    /// <summary>Creates the vector 0, 1, ..., <paramref name="end"/> - 1, of shape [end].</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="end"/> is negative.</exception>
    public static Tensor Arange(int end)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(end);
        return Arange(0, end);
    }

    /// <summary>
    /// Creates the vector start, start + step, ... as far as before <paramref name="end"/>, of shape [ceil((end - start) / step)].
    /// </summary>
    /// <param name="start">The first element.</param>
    /// <param name="end">The bound that is not reached.</param>
    /// <param name="step">The difference of two elements, not 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step does not lead from the start to the end.</exception>
    public static Tensor Arange(float start, float end, float step = 1)
    {
        var count = Math.Ceiling(((double)end - start) / step);
        if (!(count is >= 0 and <= int.MaxValue))
            throw new ArgumentOutOfRangeException(nameof(step), $"Arange: a step of {step} does not lead from {start} to {end}");
        var tensor = Empty((int)count);
        var values = tensor.Span;
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)(start + ((double)i * step));
        return tensor;
    }

    /// <summary>Creates a vector of equally spaced numbers from start to end, both included, of shape [steps].</summary>
    /// <param name="start">The first element.</param>
    /// <param name="end">The last element.</param>
    /// <param name="steps">How many elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static Tensor Linspace(float start, float end, int steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        var tensor = Empty(steps);
        var values = tensor.Span;
        for (var i = 0; i < values.Length; i++)
            values[i] = i == 0 ? start : (float)(start + (((double)end - start) * i / (steps - 1)));
        return tensor;
    }

    /// <summary>Creates the identity matrix, of shape [n, n].</summary>
    /// <exception cref="ArgumentException"><paramref name="n"/> is negative.</exception>
    public static Tensor Eye(int n)
    {
        var tensor = Zeros(n, n);
        for (var i = 0; i < n; i++)
            tensor.Span[i * (n + 1)] = 1;
        return tensor;
    }

    /// <summary>
    /// Creates a tensor of standard normal numbers, of shape <paramref name="sizes"/>, from <see cref="Randomness.Default"/>.
    /// </summary>
    public static Tensor Randn(params ReadOnlySpan<int> sizes) => Randn(new Shape(sizes), null);

    /// <summary>Creates a tensor of standard normal numbers, of shape <paramref name="sizes"/>.</summary>
    /// <param name="sizes">The shape.</param>
    /// <param name="random">The source of the numbers; <see cref="Randomness.Default"/> when null.</param>
    public static Tensor Randn(ReadOnlySpan<int> sizes, RandomStream? random) => Randn(new Shape(sizes), random);

    /// <summary>
    /// Creates a tensor of uniform numbers in [0, 1), of shape <paramref name="sizes"/>, from <see cref="Randomness.Default"/>.
    /// </summary>
    public static Tensor Rand(params ReadOnlySpan<int> sizes) => Rand(sizes, 0, 1);

    /// <summary>
    /// Creates a tensor of uniform numbers in [<paramref name="low"/>, <paramref name="high"/>), of shape <paramref name="sizes"/>.
    /// </summary>
    /// <param name="sizes">The shape.</param>
    /// <param name="low">The lower bound.</param>
    /// <param name="high">The bound that is not reached.</param>
    /// <param name="random">The source of the numbers; <see cref="Randomness.Default"/> when null.</param>
    public static Tensor Rand(ReadOnlySpan<int> sizes, float low = 0, float high = 1, RandomStream? random = null)
    {
        random ??= Randomness.Default;
        var tensor = Empty(new Shape(sizes));
        foreach (ref var value in tensor.Span)
            value = random.NextSingle(low, high);
        return tensor;
    }

    /// <summary>
    /// Creates a tensor of uniform whole numbers from <paramref name="low"/> to high - 1, of shape <paramref name="sizes"/>.
    /// </summary>
    /// <param name="low">The smallest number.</param>
    /// <param name="high">The bound that is not reached.</param>
    /// <param name="sizes">The shape.</param>
    /// <param name="random">The source of the numbers; <see cref="Randomness.Default"/> when null.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="high"/> is not above <paramref name="low"/>.</exception>
    public static Tensor Randint(int low, int high, ReadOnlySpan<int> sizes, RandomStream? random = null)
    {
        random ??= Randomness.Default;
        var tensor = Empty(new Shape(sizes));
        foreach (ref var value in tensor.Span)
            value = low + random.Next(high - low);
        return tensor;
    }

    /// <summary>Creates a random permutation of 0, 1, ..., n - 1, of shape [n].</summary>
    /// <param name="n">How many numbers.</param>
    /// <param name="random">The source of the order; <see cref="Randomness.Default"/> when null.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is negative.</exception>
    public static Tensor Randperm(int n, RandomStream? random = null)
    {
        var tensor = Arange(n);
        var items = new int[n];
        for (var i = 0; i < n; i++)
            items[i] = i;
        (random ?? Randomness.Default).Shuffle(items);
        for (var i = 0; i < n; i++)
            tensor.Span[i] = items[i];
        return tensor;
    }

    /// <summary>Creates a tensor with a single element where a tensor is asked for, of shape [].</summary>
    public static implicit operator Tensor(float value) => Scalar(value);

    /// <summary>The elements are whatever the memory held.</summary>
    internal static Tensor Empty(Shape shape) => new(Node.Create(shape));

    /// <summary>The same, with the shape and the memory layout of a node.</summary>
    internal static Tensor EmptyLike(Node node) => new(node.IsHwnc ? Node.CreateHwnc(node.Shape) : Node.Create(node.Shape));

    private static Tensor Randn(Shape shape, RandomStream? random)
    {
        random ??= Randomness.Default;
        var tensor = Empty(shape);
        foreach (ref var value in tensor.Span)
            value = (float)random.NextNormal();
        return tensor;
    }
}
