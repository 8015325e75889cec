using Inkling.Data;

namespace Inkling.Tests.Data;

public class StrokeRasterizerTests
{
    private const int Size = StrokeRasterizer.SheetSize;

    [Fact]
    public void A_line_has_its_width_and_fills_the_longer_side()
    {
        PenPoint[] line = [new(3, 10, 1, true), new(3, 500, 1, false)];
        var sheet = new float[Size * Size];
        StrokeRasterizer.Draw(line, 0.2f, 0.5f, sheet);
        Row(sheet, Size / 2).Sum().ShouldBe(0.2f * Size, 0.01f);
        Row(sheet, 0).Sum().ShouldBeGreaterThan(1);
        Row(sheet, Size - 1).Sum().ShouldBeGreaterThan(1);
        sheet.ShouldAllBe(ink => ink >= 0 && ink <= 1);
    }

    [Fact]
    public void A_lifted_pen_leaves_no_ink()
    {
        PenPoint[] line = [new(0, 0, 1, true), new(0, 100, 1, false), new(100, 0, 1, true), new(100, 100, 1, false)];
        var sheet = new float[Size * Size];
        StrokeRasterizer.Draw(line, 0.1f, 0.5f, sheet);
        Row(sheet, Size / 2)[10..50].Sum().ShouldBe(0);
        Row(sheet, Size / 2).Sum().ShouldBe(0.2f * Size, 0.05f);
    }

    private static float[] Row(float[] sheet, int row) => sheet[(row * Size)..((row + 1) * Size)];
}
