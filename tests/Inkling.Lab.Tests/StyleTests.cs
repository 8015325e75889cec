using Inkling.Figures;

namespace Inkling.Lab.Tests;

public class StyleTests
{
    /// <summary>A page with a content security policy takes its styles from files.</summary>
    [Fact]
    public void The_style_sheet_of_the_figures_is_their_theme() =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "figures.css")).TrimEnd().ShouldBe(Theme.Css.TrimEnd());
}
