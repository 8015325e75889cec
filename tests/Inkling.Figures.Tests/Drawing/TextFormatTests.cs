using Inkling.Figures.Drawing;

namespace Inkling.Figures.Tests.Drawing;

public class TextFormatTests
{
    [Fact]
    public void Nouns_agree_with_their_counts()
    {
        TextFormat.Count(1, "image").ShouldBe("1 image");
        TextFormat.Count(12_345, "image").ShouldBe("12,345 images");
        TextFormat.Times(1).ShouldBe("once");
        TextFormat.Times(1200).ShouldBe("1,200 times");
    }

    [Fact]
    public void Lists_end_with_and()
    {
        TextFormat.List([]).ShouldBe("");
        TextFormat.List(["a"]).ShouldBe("a");
        TextFormat.List(["a", "b", "c"]).ShouldBe("a, b and c");
    }

    [Fact]
    public void Percent_signs_stay_with_their_numbers() => TextFormat.Unbroken("of 9 %, 10 %").ShouldBe("of 9\u00a0%, 10\u00a0%");
}
