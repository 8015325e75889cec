using Inkling.Data;
using Inkling.Pictures;

namespace Inkling.Cli.Tests;

public sealed class DataTests : IDisposable
{
    private readonly Program _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public void Data_prints_origin_and_counts_and_shows_digits()
    {
        var outcome = _program.Run("data", "--data", "handwriting", "--limit", "200", "--preview");
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        outcome.Output.ShouldContain("from      generated");
        outcome.Output.ShouldContain("training  200 images of 28x28");
        outcome.Output.ShouldContain("7            20    20  ########################################");
        outcome.Output.ShouldContain("@");
        outcome.Output.ShouldNotContain('\e');
    }

    [Theory]
    [InlineData("png")]
    [InlineData("idx")]
    public void What_is_exported_comes_back(string format)
    {
        _program.Run("data", "--data", "handwriting", "--limit", "60", "--export", "out/digits", "--format", format).ExitCode.ShouldBe(0);
        var data = DataSources.Open(_program["out", "digits"], new DataSourceOptions { Pictures = ImageFolder.TryOpen });
        var (train, test) = (Handwriting.Train(60), Handwriting.Test(60));
        Images(data.Train).ShouldBe(Images(train), ignoreOrder: true);
        Images(data.Test).ShouldBe(Images(test), ignoreOrder: true);
        Directory.GetFileSystemEntries(_program["out"]).ShouldHaveSingleItem();

        var again = _program.Run("data", "--data", "handwriting", "--limit", "60", "--export", "out/digits");
        again.ExitCode.ShouldBe(1);
        TrainTests.OneLine(again).ShouldStartWith("inkling: out/digits: has something in it");
    }

    [Fact]
    public void The_sheet_has_a_row_for_each_class()
    {
        _program.Run("data", "--data", "handwriting", "--limit", "400", "--sheet", "sheet.png").ExitCode.ShouldBe(0);
        var sheet = PictureFile.Read(_program["sheet.png"]);
        (sheet.Width, sheet.Height).ShouldBe((644, 324));
        var train = Handwriting.Train(400);
        var third = Enumerable.Range(0, 400).Where(i => train.Labels[i] == 3).ElementAt(2);
        for (var i = 0; i < 784; i++)
            sheet[4 + (3 * 32) + (i / 28), 4 + (2 * 32) + (i % 28)].ShouldBe((byte)(255 - train.Image(third)[i]));
    }

    [Fact]
    public void A_sheet_under_a_name_of_another_format_is_a_usage_error()
    {
        var outcome = _program.Run("data", "--data", "handwriting", "--limit", "20", "--sheet", "sheet.jpg");
        outcome.ExitCode.ShouldBe(2);
        TrainTests.OneLine(outcome).ShouldStartWith("inkling: --sheet sheet.jpg: expected a name that ends in .png ");
        File.Exists(_program["sheet.jpg"]).ShouldBeFalse();
    }

    [Fact]
    public void A_sheet_without_its_folder_is_one_line()
    {
        var outcome = _program.Run("data", "--data", "handwriting", "--limit", "20", "--sheet", "none/sheet.png");
        outcome.ExitCode.ShouldBe(1);
        TrainTests.OneLine(outcome).ShouldBe("inkling: none/sheet.png: there is no such folder");
    }

    private static IEnumerable<string> Images(ImageDataset images) =>
        Enumerable.Range(0, images.Count).Select(i => $"{images.Labels[i]} {Convert.ToHexString(images.Image(i))}");
}
