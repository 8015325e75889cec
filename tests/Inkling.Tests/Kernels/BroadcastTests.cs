using System.Numerics.Tensors;
using Inkling.Kernels;

namespace Inkling.Tests.Kernels;

/// <summary>Broadcasting and its gradient beside a loop over all indices.</summary>
public class BroadcastTests
{
    public static TheoryData<int[], int[]> Shapes => new()
    {
        { [], [] }, { [3], [] }, { [], [4] }, { [5], [5] }, { [1], [7] }, { [2, 3], [3] }, { [2, 3], [2, 1] }, { [3, 1], [1, 4] },
        { [2, 1, 17], [5, 1] }, { [2, 3, 4], [1, 3, 1] }, { [4, 1, 3, 1], [2, 1, 5] }, { [1, 1, 33], [6, 2, 1] },
        { [0, 3], [3] }, { [2, 0], [2, 1] },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Operands_are_repeated_along_dimensions_of_size_1(int[] leftSizes, int[] rightSizes)
    {
        var random = new RandomStream(1);
        var (leftShape, rightShape) = (new Shape(leftSizes), new Shape(rightSizes));
        var (left, right) = (Naive.Numbers(leftShape.Length, random), Naive.Numbers(rightShape.Length, random));
        var shape = Broadcast.Combine(leftShape, rightShape, "Test");
        var result = new float[shape.Length];
        Broadcast.Apply<Difference>(left, leftShape, right, rightShape, result, shape);
        for (var i = 0; i < result.Length; i++)
            result[i].ShouldBe(left[Operand(i, shape, leftShape)] - right[Operand(i, shape, rightShape)], $"element {i} of {shape}");
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_gradient_is_summed_over_what_was_repeated(int[] leftSizes, int[] rightSizes)
    {
        var (leftShape, rightShape) = (new Shape(leftSizes), new Shape(rightSizes));
        var shape = Broadcast.Combine(leftShape, rightShape, "Test");
        var gradient = Naive.Numbers(shape.Length, new RandomStream(2));
        foreach (var target in (Shape[])[leftShape, rightShape])
        {
            var (sums, actual) = (new double[target.Length], Enumerable.Repeat(float.NaN, target.Length).ToArray());
            for (var i = 0; i < gradient.Length; i++)
                sums[Operand(i, shape, target)] += gradient[i];
            Broadcast.SumTo(gradient, shape, actual, target);
            actual.AsSpan().ShouldBeCloseTo(Naive.ToFloats(sums), Close.Operation, $"{shape} to {target}");
        }
    }

    /// <summary>The index in an operand of an element of the result.</summary>
    private static int Operand(int element, Shape shape, Shape operand)
    {
        var (index, stride) = (0, 1);
        for (var i = 1; i <= shape.Rank; i++)
        {
            var at = element % shape[-i];
            element /= shape[-i];
            if (i > operand.Rank)
                continue;
            index += operand[-i] == 1 ? 0 : at * stride;
            stride *= operand[-i];
        }

        return index;
    }

    private readonly struct Difference : IBinary
    {
        public static void Apply(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> result) =>
            TensorPrimitives.Subtract(left, right, result);

        public static void Apply(ReadOnlySpan<float> left, float right, Span<float> result) =>
            TensorPrimitives.Subtract(left, right, result);

        public static void Apply(float left, ReadOnlySpan<float> right, Span<float> result) =>
            TensorPrimitives.Subtract(left, right, result);
    }
}
