using Inkling.Kernels;

namespace Inkling.Tests.Kernels;

[Collection(ComputeSettings.Name)]
public unsafe class SparseMatMulKernelTests
{
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 1, 1, 1 }, { 1, 10, 64 }, { 3, 17, 65 }, { 64, 128, 784 }, { 65, 10, 63 }, { 130, 33, 129 }, { 7, 70, 300 }, { 200, 5, 8 },
        { 16, 131, 128 }, { 600, 20, 130 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Both_products_agree_with_the_dense_ones_and_have_the_same_bits_everywhere(int m, int n, int k)
    {
        foreach (var density in (double[])[0, 0.02, 0.2, 0.4, 1])
        {
            var random = new RandomStream(7);
            var x = Naive.Numbers(m * k, random);
            foreach (ref var value in x.AsSpan())
                value = random.NextDouble() < density ? value : random.Next(2) == 0 ? 0f : -0f;
            var (w, g, bias) = (Naive.Numbers(k * n, random), Naive.Numbers(m * n, random), Naive.Numbers(m * n, random));

            var denseForward = Dense(new Size(m, n, k), x, transposed: false, w, bias);
            var denseBackward = Dense(new Size(k, n, m), x, transposed: true, g, null);
            float[]? first = null;
            ComputeSettings.AtEveryWidth(bits =>
            {
                foreach (var threads in (int[])[1, 2, 16])
                {
                    var name = $"[{m}, {k}] by [{k}, {n}], {density:P0} present, {bits} bits, {threads} threads";
                    var (forward, backward) = ComputeSettings.With(threads, () => Sparse(m, n, k, x, w, g, bias));
                    first ??= forward;
                    forward.ShouldHaveTheBitsOf(first, name);
                    // The forward sums are cut in two parts, so they may differ by rounding; the others have one order.
                    forward.AsSpan().ShouldBeCloseTo(denseForward, Close.Operation, name);
                    backward.ShouldHaveTheBitsOf(denseBackward, $"transposed {name}");
                }
            });
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Both_products_agree_with_plain_loops_at_every_width(int m, int n, int k)
    {
        var random = new RandomStream(8);
        var x = Array.ConvertAll(Naive.Numbers(m * k, random), value => random.NextDouble() < 0.2 ? value : 0);
        var (w, g) = (Naive.Numbers(k * n, random), Naive.Numbers(m * n, random));
        var (y, dw) = (Naive.Product(x, w, m, n, k), Naive.Product(Naive.Transpose(x, m, k), g, k, n, m));
        ComputeSettings.AtEveryWidth(bits =>
        {
            var (forward, backward) = Sparse(m, n, k, x, w, g, new float[m * n]);
            forward.AsSpan().ShouldBeCloseTo(y, Close.Operation, $"[{m}, {k}] by [{k}, {n}] at {bits} bits");
            backward.AsSpan().ShouldBeCloseTo(dw, Close.Operation, $"transposed [{m}, {k}] by [{m}, {n}] at {bits} bits");
        });
    }

    [Fact]
    public void The_mask_that_a_product_leaves_has_a_bit_for_every_element_that_is_not_zero()
    {
        float[] values = [0, 1, -0f, float.NaN, float.Epsilon, float.NegativeInfinity, 0, -1];
        foreach (var columns in (int[])[1, 8, 63, 64, 65, 130])
        {
            const int Rows = 35;
            float[] matrix = [.. Enumerable.Range(0, Rows * columns).Select(i => values[i * 5 % values.Length])];
            ComputeSettings.AtEveryWidth(bits =>
            {
                var words = SparsityMask.Words(columns);
                var mask = new ulong[Rows * words];
                SparseMatMulKernel.Multiply(matrix, mask, new float[columns], new float[Rows], Rows, 1, columns);
                for (var i = 0; i < Rows; i++)
                {
                    for (var j = 0; j < words * 64; j++)
                    {
                        var expected = j < columns && matrix[(i * columns) + j] != 0;
                        (((mask[(j / 64 * Rows) + i] >> (j % 64)) & 1) == 1)
                            .ShouldBe(expected, $"({i}, {j}) of {columns} columns at {bits} bits");
                    }
                }
            });
        }
    }

    [Fact]
    public void Density_is_that_of_some_rows_spread_over_the_matrix()
    {
        var x = new float[64 * 100];
        ComputeSettings.AtEveryWidth(_ => SparsityMask.Density(x, 64, 100).ShouldBe(0));
        // Every fourth row is looked at; a quarter of each is present.
        for (var i = 0; i < x.Length; i += 4)
            x[i] = -1;
        ComputeSettings.AtEveryWidth(_ => SparsityMask.Density(x, 64, 100).ShouldBe(0.25));
        Array.Fill(x, float.NaN);
        ComputeSettings.AtEveryWidth(_ => SparsityMask.Density(x, 64, 100).ShouldBe(1));
        SparsityMask.Density([], 0, 100).ShouldBe(0);
        SparsityMask.Density([1, 0], 1, 2).ShouldBe(0.5);
    }

    [Fact]
    public void A_row_has_the_same_bits_alone_and_in_a_batch_of_any_size()
    {
        var random = new RandomStream(6);
        var (x, w) = (SparseImages(700, random).ToArray(), Naive.Numbers(784 * 24, random));
        var bias = new float[700 * 24];
        var (together, _) = Sparse(700, 24, 784, x, w, bias, bias);
        foreach (var count in (int[])[1, 64, 511, 512])
        {
            var (alone, _) = Sparse(count, 24, 784, x[..(count * 784)], w, bias, bias[..(count * 24)]);
            alone.ShouldHaveTheBitsOf(together[..(count * 24)], $"{count} rows of 700");
        }
    }

    [Fact]
    public void A_layer_gives_the_same_to_an_image_alone_and_to_one_in_a_batch()
    {
        // The batch goes the sparse way, the single image may go another.
        var random = new RandomStream(2);
        var (images, weight, bias) =
            (SparseImages(64, random), Tensor.Randn([784, 128], random), Tensor.Randn([128], random));
        var together = images.Linear(weight, bias);
        for (var i = 0; i < 64; i++)
            images[i..(i + 1)].Linear(weight, bias).ShouldBeCloseTo(together[i..(i + 1)], Close.Operation, $"image {i}");
    }

    internal static Tensor SparseImages(int count, RandomStream random)
    {
        var images = Tensor.Zeros(count, 784);
        foreach (ref var value in images.Span)
            value = random.NextDouble() < 0.2 ? random.NextSingle() : 0;
        return images;
    }

    private static (float[] Forward, float[] Backward) Sparse(int m, int n, int k, float[] x, float[] w, float[] g, float[] bias)
    {
        var mask = new ulong[m * SparsityMask.Words(k)];
        var (forward, backward) = ((float[])bias.Clone(), new float[k * n]);
        backward.AsSpan().Fill(float.NaN);
        SparseMatMulKernel.Multiply(x, mask, w, forward, m, n, k);
        SparseMatMulKernel.MultiplyTransposed(x, mask, g, backward, m, n, k);
        return (forward, backward);
    }

    private static float[] Dense(Size size, float[] a, bool transposed, float[] b, float[]? addTo)
    {
        var c = (float[]?)addTo?.Clone() ?? new float[size.M * size.N];
        fixed (float* pa = a, pb = b, pc = c)
        {
            var left = transposed ? new Matrix(pa, 1, size.M) : new Matrix(pa, size.K, 1);
            MatMulKernel.Multiply(left, new Matrix(pb, size.N, 1), pc, size.N, size.M, size.N, size.K, accumulate: addTo is not null);
        }

        return c;
    }

    private readonly record struct Size(int M, int N, int K);
}
