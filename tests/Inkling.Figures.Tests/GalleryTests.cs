using Inkling.Figures.Tests.Charts;

namespace Inkling.Figures.Tests;

public class GalleryTests
{
    [Fact]
    public void A_page_shows_every_figure_with_its_description()
    {
        Figure[] figures = [.. ChartSamples.All.Values.Select(sample => sample())];
        var page = FigureRenderer.Render<Gallery>(
            new Dictionary<string, object?> { [nameof(Gallery.Figures)] = figures, [nameof(Gallery.Title)] = "All figures" });
        File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "gallery.html"), page);
        page.ShouldStartWith("<!DOCTYPE html>");
        page.Split("<svg xmlns").Length.ShouldBe(figures.Length + 1);
        page.Split(".figure{--").Length.ShouldBe(4, "the colours stand in the page once: for light, for dark and for paper");
        foreach (var figure in figures)
            page.ShouldContain($"<figcaption>{System.Text.Encodings.Web.HtmlEncoder.Default.Encode(figure.Description)}</figcaption>");
    }
}
