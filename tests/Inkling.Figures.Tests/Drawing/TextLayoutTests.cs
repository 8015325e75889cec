using Inkling.Figures.Drawing;

namespace Inkling.Figures.Tests.Drawing;

public class TextLayoutTests
{
    [Fact]
    public void Text_is_wrapped_broken_and_shortened_to_its_width()
    {
        foreach (var text in (string[])["one two three four five six seven", new string(
            'W', 100), "Donaudampfschifffahrtsgesellschaftskapitän", new string('字', 30), "", " "])
        {
            TextLayout.Wrap(text, 100).ShouldAllBe(line => TextLayout.Width(line, TextLayout.TextSize) <= 100.001);
            string.Concat(TextLayout.Wrap(text, 100)).Replace(" ", "").ShouldBe(text.Replace(" ", ""));
            TextLayout.Width(TextLayout.Shorten(text, 100)).ShouldBeLessThanOrEqualTo(100.001);
        }

        TextLayout.Shorten("short", 100).ShouldBe("short");
        TextLayout.Shorten("a name that is too long", 100).ShouldBe("a name tha…");
        TextLayout.Wrap(string.Concat(Enumerable.Repeat("🖋", 40)), 100).ShouldAllBe(line => !char.IsLowSurrogate(line[0]));
        TextLayout.WrapTitle("The smallest perturbation that works, image by image", 450, TextLayout.TitleSize)
            .ShouldBe(["The smallest perturbation", "that works, image by image"]);
    }
}
