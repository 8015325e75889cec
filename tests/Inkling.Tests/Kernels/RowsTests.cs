using Inkling.Kernels;

namespace Inkling.Tests.Kernels;

/// <summary>Loops over the rows of matrices, softmax among them, beside plain loops.</summary>
public unsafe class RowsTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 10)]
    [InlineData(64, 10)]
    [InlineData(5, 133)]
    public void Softmax_and_its_logarithm_agree(int rows, int columns)
    {
        foreach (var scale in (float[])[1, 200])
        {
            var x = Array.ConvertAll(Naive.Numbers(rows * columns, new RandomStream(1)), value => value * scale);
            var (softmax, logarithm) = (new float[x.Length], new float[x.Length]);
            for (var row = 0; row < rows; row++)
            {
                var values = x.Skip(row * columns).Take(columns).Select(value => (double)value).ToArray();
                var log = values.Max() + Math.Log(values.Sum(value => Math.Exp(value - values.Max())));
                for (var i = 0; i < columns; i++)
                {
                    logarithm[(row * columns) + i] = (float)(values[i] - log);
                    softmax[(row * columns) + i] = (float)Math.Exp(values[i] - log);
                }
            }

            var (y, z, p) = (new float[x.Length], new float[x.Length], new float[x.Length]);
            SoftmaxRows.Softmax(x, y, columns);
            SoftmaxRows.LogSoftmax(x, z, p, columns);
            y.AsSpan().ShouldBeCloseTo(softmax, Close.Operation, $"softmax of [{rows}, {columns}] times {scale}");
            z.AsSpan().ShouldBeCloseTo(logarithm, Close.Operation, $"log-softmax of [{rows}, {columns}] times {scale}");
            p.AsSpan().ShouldBeCloseTo(softmax, Close.Operation, $"softmax beside it of [{rows}, {columns}] times {scale}");
        }
    }

    [Fact]
    public void Rows_are_filled_summed_and_copied()
    {
        var matrix = new float[15];
        Rows.Fill(matrix, [1, 2, 3, 4, 5]);
        matrix.ShouldBe([1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5]);
        var sums = new float[5];
        Rows.Sum(matrix, sums);
        sums.ShouldBe([3, 6, 9, 12, 15]);
        var copy = new float[9];
        fixed (float* source = matrix, target = copy)
            Rows.Copy(source + 1, 5, target, 3, 3, 2);
        copy.ShouldBe([2, 3, 0, 2, 3, 0, 2, 3, 0]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(100)]
    public void The_gradient_of_a_relu_is_that_of_its_output_where_it_is_positive(int length)
    {
        var random = new RandomStream(2);
        var (x, dy) = (Naive.Numbers(length, random), Naive.Numbers(length, random));
        var (y, dx) = (new float[length], new float[length]);
        Elementwise.Relu(x, y);
        Elementwise.ReluBackward(dy, y, dx);
        y.ShouldBe(x.Select(value => value > 0 ? value : 0));
        dx.ShouldBe(dy.Select((value, i) => x[i] > 0 ? value : 0));
    }
}
