using Inkling.Kernels;

namespace Inkling.Tests.Kernels;

/// <summary>Products beside a plain loop in double precision, and beside themselves at other widths and thread counts.</summary>
[Collection(ComputeSettings.Name)]
public unsafe class MatMulKernelTests
{
    private const float Untouched = 12345;

    [Fact]
    public void Odd_shapes_agree_with_a_plain_loop_and_have_the_same_bits_at_every_width()
    {
        var random = new RandomStream(1);
        for (var round = 0; round < 250; round++)
            Check(1 + random.Next(70), 1 + random.Next(70), 1 + random.Next(70), round, random);
    }

    [Theory]
    [InlineData(1, 1, 1000)]
    [InlineData(7, 33, 256)]
    [InlineData(5, 17, 257)]
    [InlineData(13, 40, 769)]
    [InlineData(1, 10, 128)]
    [InlineData(64, 10, 128)]
    public void Several_blocks_of_terms_agree(int m, int n, int k)
    {
        for (var operands = 0; operands < 8; operands++)
            Check(m, n, k, operands, new RandomStream(2));
    }

    [Theory]
    [InlineData(64, 128, 784)]
    [InlineData(67, 129, 301)]
    [InlineData(301, 35, 97)]
    public void Sizes_that_are_shared_among_threads_have_the_same_bits_for_any_number_of_them(int m, int n, int k)
    {
        for (var operands = 0; operands < 8; operands++)
        {
            float[]? first = null;
            foreach (var threads in (int[])[1, 2, 3, 16])
            {
                var result = ComputeSettings.With(threads, () => Check(m, n, k, operands, new RandomStream(3)));
                first ??= result;
                result.ShouldHaveTheBitsOf(first, $"{m} x {n} x {k}, {threads} threads");
            }
        }
    }

    [Theory]
    [InlineData(0, 3, 2)]
    [InlineData(3, 0, 2)]
    [InlineData(3, 2, 0)]
    public void Empty_operands_give_what_a_sum_of_nothing_is(int m, int n, int k)
    {
        Check(m, n, k, 0, new RandomStream(4));
        Check(m, n, k, 4, new RandomStream(4));
    }

    /// <summary>One product at every width; bits 0 to 2 of <paramref name="operands"/>: A transposed, B transposed, C added to.</summary>
    private static float[] Check(int m, int n, int k, int operands, RandomStream random)
    {
        var (transposedA, transposedB, accumulate) = ((operands & 1) != 0, (operands & 2) != 0, (operands & 4) != 0);
        var (a, b) = (Naive.Numbers(m * k, random), Naive.Numbers(k * n, random));
        // C lies in a wider matrix, whose other columns are not to be touched.
        var stride = n + random.Next(4);
        var start = Naive.Numbers(m * stride, random);
        for (var i = 0; i < m; i++)
            start.AsSpan((i * stride) + n, stride - n).Fill(Untouched);

        float[] result = [];
        ComputeSettings.AtEveryWidth(bits =>
        {
            float[] c = [.. start, Untouched];
            fixed (float* pa = a, pb = b, pc = c)
            {
                var left = transposedA ? new Matrix(pa, 1, m) : new Matrix(pa, k, 1);
                var right = transposedB ? new Matrix(pb, 1, k) : new Matrix(pb, n, 1);
                MatMulKernel.Multiply(left, right, pc, stride, m, n, k, accumulate);
            }

            c[^1].ShouldBe(Untouched);
            if (bits > 128)
                c.ShouldHaveTheBitsOf(result, $"{m} x {n} x {k}, operands {operands}, {bits} bits");
            result = c;
        });

        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var at = (i * stride) + j;
                double sum = accumulate ? start[at] : 0, size = Math.Abs(sum);
                for (var l = 0; l < k; l++)
                {
                    var term = (double)(transposedA ? a[(l * m) + i] : a[(i * k) + l]) * (transposedB ? b[(j * k) + l] : b[(l * n) + j]);
                    sum += term;
                    size += Math.Abs(term);
                }

                // k fused multiply-adds round k times, each by at most half a unit in the last place of a sum that never exceeds size.
                if (!(Math.Abs(result[at] - sum) <= (k + 1) * Math.ScaleB(size, -24)))
                    Assert.Fail($"{m} x {n} x {k}, operands {operands}: element ({i}, {j}) is {result[at]:R}, expected {sum:R}");
            }

            for (var j = n; j < stride; j++)
                result[(i * stride) + j].ShouldBe(Untouched);
        }

        return result;
    }
}
