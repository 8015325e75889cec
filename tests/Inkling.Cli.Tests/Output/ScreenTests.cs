using Inkling.Cli.Output;
using Inkling.Cli.Runs;
using Inkling.Data;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Cli.Tests.Output;

public class ScreenTests
{
    [Fact]
    public void A_terminal_shows_a_whole_training_with_bars()
    {
        using var program = new Program();
        var data = DataSources.Open("handwriting", new DataSourceOptions { GeneratedTrainCount = 200, GeneratedTestCount = 50 });
        var images = RunImages.Of(data);
        var config = new RunConfig
        {
            HyperParameters = HyperParameters.For("mlp") with { Epochs = 2, BatchSize = 50 },
            Source = "handwriting",
            Threads = 1,
            Limit = 200,
        };
        using var writer = new StringWriter();
        using var folder = RunFolder.Create(program["run"], "mlp", Json.Bytes(json => config.Write(json, images)));
        var session = new TrainingSession(config, images, folder, new Screen(writer, isTerminal: true));
        session.Run(CancellationToken.None);

        session.IsComplete.ShouldBeTrue();
        var text = writer.ToString();
        text.ShouldContain('\e');
        text.ShouldContain("━━━━");
        text.ShouldMatch(@"epoch \d of 2");
        text.ShouldContain("test accuracy ");
        File.Exists(program["run", "model.safetensors"]).ShouldBeTrue();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_table_holds_its_cells_on_a_terminal_and_in_a_file(bool isTerminal)
    {
        using var writer = new StringWriter();
        new Screen(writer, isTerminal).Table(["class", "images"], [["[7]", "1,028"], ["eleven", "9"]]);
        var text = writer.ToString();
        text.ShouldContain("[7]");
        text.Contains('│', StringComparison.Ordinal).ShouldBe(isTerminal);
        if (!isTerminal)
            text.ReplaceLineEndings("\n").ShouldBe("class   images\n[7]      1,028\neleven       9\n");
    }

    [Theory]
    [InlineData(0, "    ")]
    [InlineData(0.5, "██  ")]
    [InlineData(0.03125, "▏   ")]
    [InlineData(1, "████")]
    [InlineData(7, "████")]
    public void Bars_go_by_eighths_of_a_character(double share, string bar) => Bar.Of(share, 4).ShouldBe(bar);

    [Fact]
    public void Digits_are_drawn_in_half_blocks_with_colours_and_in_grey_levels_without()
    {
        // Left half ink, right half background: 4 x 8 pixels are 2 rows of 4 squares, and two rows are one line.
        var pixels = Enumerable.Range(0, 32).Select(i => (byte)(i % 8 < 4 ? 255 : 0)).ToArray();
        var images = new ImageDataset("halves", pixels, [0], ["0"], 4, 8);
        DigitArt.Lines(images, [0], colors: false).ShouldBe(["@@"]);
        var line = DigitArt.Lines(images, [0], colors: true).ShouldHaveSingleItem();
        line.Split('▀').Length.ShouldBe(5);
        line.ShouldStartWith("\e[38;5;255;48;5;255m▀");
        line.ShouldEndWith("\e[38;5;232;48;5;232m▀\e[0m ");
    }
}
