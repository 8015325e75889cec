using Inkling.Figures.Charts;
using Inkling.Figures.Images;
using Inkling.Figures.Rendering;
using Inkling.Figures.Tests.Charts;
using Inkling.Figures.Tests.Images;
using SkiaSharp;

namespace Inkling.Figures.Tests.Rendering;

public sealed class PngRendererTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("inkling-figures-").FullName;

    public static TheoryData<string> Names => [.. ChartSamples.All.Keys];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_chart_has_two_pixels_per_unit_and_its_title(string name)
    {
        var figure = ChartSamples.All[name]();
        foreach (var (scheme, palette) in ((ColorScheme, Palette)[])[(ColorScheme.Light, Palette.Light), (ColorScheme.Dark, Palette.Dark)])
        {
            using var image = SKBitmap.Decode(figure.ToPng(scheme));
            (image.Width, image.Height).ShouldBe(((int)Math.Ceiling(figure.Width) * 2, (int)Math.Ceiling(figure.Height) * 2));
            var (ground, ink) = (SKColor.Parse(palette.Ground), SKColor.Parse(palette.Ink));
            // Just inside the edges, which are blended with themselves.
            foreach (var (x, y) in ((int, int)[])[(2, 2), (image.Width - 3, 2), (2, image.Height - 4), (image.Width - 3, image.Height - 4)])
                image.GetPixel(x, y).ShouldBe(ground);
            var title = new SKRectI(0, 0, image.Width, (int)(figure.TitleHeight * 2));
            Count(image, title, color => color == ink).ShouldBeGreaterThan(50, "pixels of the title's letters");
        }
    }

    [Fact]
    public void Colours_of_the_theme_are_where_the_figure_has_them()
    {
        var figure = new ConfusionMatrixChart("Matrix", ["a", "b"], new[,] { { 9, 0 }, { 0, 9 } });
        var cell = figure.ShouldBeSound().Descendants().First(element => element.Attribute("class")?.Value == "cell c0");
        var (x, y) = ((double)cell.Attribute("x")!, (double)cell.Attribute("y")! + figure.TitleHeight);
        using var image = SKBitmap.Decode(figure.ToPng());
        // A fill-opacity of 0.5 over the ground: #2563eb and #fff.
        image.GetPixel((int)((x + 8) * 2), (int)((y + 8) * 2)).ShouldBe(new SKColor(146, 177, 245));
    }

    [Fact]
    public void Images_are_not_smoothed()
    {
        var figure = new SampleGrid("Pixels", [new LabelledImage(0, new Raster([0, 1, 0.4f, 0], 2, 2), "x")]);
        var element = figure.ShouldBeSound().Descendants().First(element => element.Name.LocalName == "image");
        var (x, y, side) = ((double)element.Attribute("x")!, (double)element.Attribute("y")! + figure.TitleHeight,
            (double)element.Attribute("width")!);
        using var image = SKBitmap.Decode(figure.ToPng());
        foreach (var (row, column, shade) in ((int, int, byte)[])[(0, 0, 255), (0, 1, 0), (1, 0, 153), (1, 1, 255)])
        {
            // From just inside the pixel's edge to just inside the opposite one.
            foreach (var within in (double[])[0.03, 0.5, 0.97])
            {
                var (left, top) = ((x + ((column + within) * side / 2)) * 2, (y + ((row + within) * side / 2)) * 2);
                image.GetPixel((int)left, (int)top).ShouldBe(new SKColor(shade, shade, shade), $"{row}, {column}, {within}");
            }
        }
    }

    [Fact]
    public void Text_is_drawn_with_the_shipped_fonts()
    {
        var fonts = new ShippedFonts();
        foreach (var (weight, expected) in ((SKFontStyleWeight, int)[])[(SKFontStyleWeight.Normal, 400), (SKFontStyleWeight.SemiBold, 600)])
        {
            var typeface = fonts.FromFamilyName("system-ui", weight, SKFontStyleWidth.Normal, SKFontStyleSlant.Upright).ShouldNotBeNull();
            (typeface.FamilyName.StartsWith("Inter", StringComparison.Ordinal), typeface.FontWeight).ShouldBe((true, expected));
            using var font = new SKFont(typeface);
            font.ContainsGlyphs("0123456789.,%+−×✓✗…–\u00a0AZaz").ShouldBeTrue();
        }
    }

    [Fact]
    public void A_character_that_no_font_has_is_visible()
    {
        var figure = new LineChart("\U0010FFFD", "x", "y");
        using var image = SKBitmap.Decode(figure.ToPng());
        var title = new SKRectI(0, 0, image.Width, (int)(figure.TitleHeight * 2));
        Count(image, title, color => color == SKColor.Parse(Palette.Light.Ink)).ShouldBeGreaterThan(50);
    }

    [Fact]
    public void Save_writes_the_format_of_the_extension()
    {
        var figure = FunctionCharts.Relu();
        figure.Save(Path.Combine(_folder, "a.png"));
        figure.Save(Path.Combine(_folder, "a.SVG"));
        File.ReadAllBytes(Path.Combine(_folder, "a.png")).ShouldBe(figure.ToPng());
        File.ReadAllText(Path.Combine(_folder, "a.SVG")).ShouldBe(figure.ToSvg());
        var path = Path.Combine(_folder, "a.jpg");
        Should.Throw<ArgumentException>(() => figure.Save(path)).Message.ShouldStartWith(
            $"{path}: a figure is written as SVG or PNG, expected a name that ends in .svg or .png");
        Directory.EnumerateFileSystemEntries(_folder).Count().ShouldBe(2);
    }

    private static int Count(SKBitmap image, SKRectI area, Func<SKColor, bool> predicate)
    {
        var count = 0;
        for (var y = area.Top; y < area.Bottom; y++)
        {
            for (var x = area.Left; x < area.Right; x++)
                count += predicate(image.GetPixel(x, y)) ? 1 : 0;
        }

        return count;
    }
}
