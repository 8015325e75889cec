using Inkling.Kernels;

namespace Inkling.Tests.Kernels;

[Collection(ComputeSettings.Name)]
public unsafe class TranspositionTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 9)]
    [InlineData(16, 8)]
    [InlineData(15, 8)]
    [InlineData(17, 9)]
    [InlineData(48, 70)]
    [InlineData(64, 64)]
    [InlineData(200, 131)]
    public void Rows_become_columns(int rows, int columns)
    {
        var source = Naive.Numbers(rows * columns, new RandomStream(1));
        foreach (var threads in (int[])[1, 2])
        {
            ComputeSettings.With(threads, () =>
            {
                var target = new float[source.Length + 1];
                target[^1] = 9;
                fixed (float* from = source, to = target)
                    Transposition.Run(from, to, rows, columns);
                return target;
            }).ShouldBe([.. Naive.Transpose(source, rows, columns), 9]);
        }
    }

    [Theory]
    [InlineData(1, 16, 8, 8)]
    [InlineData(3, 20, 9, 8)]
    [InlineData(2, 33, 17, 32)]
    [InlineData(9, 32, 5, 16)]
    [InlineData(4, 3, 40, 4)]
    public void Several_matrices_become_panels(int count, int rows, int columns, int panel)
    {
        var source = Naive.Numbers(count * rows * columns, new RandomStream(2));
        var panels = (rows + panel - 1) / panel;
        var panelStride = count * columns * panel;
        var expected = Enumerable.Repeat(9f, panels * panelStride).ToArray();
        for (var i = 0; i < source.Length; i++)
        {
            var (matrix, row, column) = (i / (rows * columns), i / columns % rows, i % columns);
            expected[(row / panel * panelStride) + (matrix * columns * panel) + (column * panel) + (row % panel)] = source[i];
        }

        var target = Enumerable.Repeat(9f, expected.Length).ToArray();
        fixed (float* from = source, to = target)
            Transposition.Run(from, to, count, rows, columns, panel, panelStride);
        target.ShouldBe(expected);
    }

    [Fact]
    public void Layouts_are_converted_there_and_back()
    {
        var shape = new Shape(3, 5, 4, 6);
        var source = Naive.Numbers(shape.Length, new RandomStream(3));
        var (hwnc, nchw) = (new float[source.Length], new float[source.Length]);
        MemoryLayout.ToHwnc(source, hwnc, shape);
        for (var i = 0; i < source.Length; i++)
            hwnc[i].ShouldBe(source[(i % 15 * 24) + (i / 15)]);
        MemoryLayout.ToNchw(hwnc, nchw, shape);
        nchw.ShouldBe(source);
    }
}
