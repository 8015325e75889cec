using CsCheck;

namespace Inkling.Tests.Operations;

/// <summary>Laws that hold for tensors of any shape.</summary>
public class OperationPropertyTests
{
    private static readonly Gen<int[]> Sizes = Gen.Int[1, 5].Array[1, 4];

    private static readonly Gen<Tensor> Tensors =
        from sizes in Sizes
        from values in Gen.Float[-10, 10].Array[sizes.Aggregate((product, size) => product * size)]
        select Tensor.From(values, sizes);

    /// <summary>A tensor and one of its dimensions.</summary>
    private static readonly Gen<(Tensor X, int Dimension)> TensorsWithDimension =
        from x in Tensors
        from dimension in Gen.Int[-x.Rank, x.Rank - 1]
        select (x, dimension);

    [Fact]
    public void What_is_split_is_concatenated_again() =>
        Gen.Select(TensorsWithDimension, Gen.Int[1, 3]).Sample((given, size) =>
            Same(Tensor.Cat(given.X.Split(size, given.Dimension), given.Dimension), given.X));

    [Fact]
    public void A_permutation_and_its_inverse_cancel() =>
        Tensors.SelectMany(x => Gen.Shuffle(Enumerable.Range(0, x.Rank).ToArray()), (x, order) => (x, order)).Sample(given =>
        {
            var inverse = new int[given.order.Length];
            for (var i = 0; i < inverse.Length; i++)
                inverse[given.order[i]] = i;
            return Same(given.x.Permute(given.order).Permute(inverse), given.x);
        });

    [Fact]
    public void A_sum_over_a_dimension_is_the_sum_of_its_slices() =>
        TensorsWithDimension.Sample(given =>
        {
            var slices = given.X.Split(1, given.Dimension);
            return given.X.Sum(given.Dimension, keepDim: true).AllClose(slices.Aggregate((sum, slice) => sum + slice), atol: 1e-4f);
        });

    [Fact]
    public void The_maximum_is_what_gather_finds_at_its_index() =>
        TensorsWithDimension.Sample(given =>
        {
            var (values, indices) = given.X.Max(given.Dimension, keepDim: true);
            return Same(given.X.Gather(given.Dimension, indices), values) && (given.X <= values).All();
        });

    [Fact]
    public void Broadcasting_equals_expanding_first() =>
        TensorsWithDimension.Sample(given =>
        {
            var row = given.X.Mean(given.Dimension, keepDim: true);
            return Same(given.X - row, given.X - row.Expand(given.X.Shape));
        });

    private static bool Same(Tensor left, Tensor right) => left.Shape == right.Shape && left.ToArray().SequenceEqual(right.ToArray());
}
