using System.Globalization;
using System.Xml.Linq;
using Inkling.Figures.Charts;
using Inkling.Training.Metrics;

namespace Inkling.Figures.Tests.Charts;

public class ConfusionMatrixChartTests
{
    private static readonly int[,] s_counts = { { 90, 8, 2 }, { 4, 16, 0 }, { 0, 0, 0 } };

    [Fact]
    public void Cells_have_counts_or_percentages_and_tooltips()
    {
        Cells(new ConfusionMatrixChart("t", ["a", "b", "c"], s_counts))
            .Select(cell => cell.Label).ShouldBe(["90", "8", "2", "4", "16", "0", "0", "0", "0"]);
        Cells(new ConfusionMatrixChart("t", ["a", "b", "c"], s_counts) { Normalized = true }).Select(cell => cell.Label)
            .ShouldBe(["90.0", "8.0", "2.0", "20.0", "80.0", "0", "0", "0", "0"]);
        Cells(new ConfusionMatrixChart("t", ["a", "b", "c"], s_counts)).Select(cell => cell.Tooltip).Skip(1).Take(3)
            .ShouldBe(
            [
                "a predicted as b: 8 of 100 (8.00 %)", "a predicted as c: 2 of 100 (2.00 %)", "b predicted as a: 4 of 20 (20.00 %)",
            ]);
    }

    [Fact]
    public void Colours_are_relative_to_the_row_and_to_the_most_frequent_misclassification()
    {
        double[] counts = [.. Cells(new ConfusionMatrixChart("t", ["a", "b", "c"], s_counts)).Select(cell => cell.Opacity)];
        counts.ShouldBe([0.46, 0.5, 0.16, 0.28, 0.41, 0.05, 0.05, 0.05, 0.05], 0.006);
        double[] shares =
            [.. Cells(new ConfusionMatrixChart("t", ["a", "b", "c"], s_counts) { Normalized = true }).Select(cell => cell.Opacity)];
        shares.ShouldBe([0.46, 0.23, 0.1, 0.5, 0.41, 0.05, 0.05, 0.05, 0.05], 0.006);
    }

    [Fact]
    public void A_metric_is_drawn_like_its_counts()
    {
        var confusion = new ConfusionMatrix();
        var chart = new ConfusionMatrixChart("t", ["a", "b"], confusion);
        chart.ShouldBeSound();
        chart.Description.ShouldBe("A confusion matrix without images.");
        confusion.Add(Tensor.From([1f, 0, 0, 1, 1, 0], 3, 2), Tensor.From([0f, 1, 1], 3));
        chart = new ConfusionMatrixChart("t", ["a", "b"], confusion);
        Cells(chart).Select(cell => cell.Label).ShouldBe(["1", "0", "1", "1"]);
        chart.Description.ShouldBe(
            "2 of 3 images of 2 classes are classified correctly (66.67 %). Most frequent misclassifications: b predicted as a (1).");
    }

    [Fact]
    public void One_class_and_all_or_none_correct_are_drawn()
    {
        new ConfusionMatrixChart("t", ["a"], new[,] { { 0 } }).ShouldBeSound();
        new ConfusionMatrixChart("t", ["a"], new[,] { { 5 } }).Description.ShouldBe(
            "5 of 5 images of 1 classes are classified correctly (100.00 %). No image is misclassified.");
        new ConfusionMatrixChart("t", ["a", "b"], new[,] { { 0, 5 }, { 6, 0 } }).ShouldBeSound();
        new ConfusionMatrixChart("t", [.. Enumerable.Range(0, 40).Select(i => $"class {i}")], new int[40, 40]).ShouldBeSound();
        new ConfusionMatrixChart("t", ["a", "b"], new[,] { { int.MaxValue, int.MaxValue }, { int.MaxValue, 0 } }).ShouldBeSound();
    }

    [Fact]
    public void Counts_that_are_no_confusion_matrix_are_rejected()
    {
        Should.Throw<ArgumentException>(() => new ConfusionMatrixChart("t", ["a"], new int[1, 2])).Message.ShouldStartWith(
            "ConfusionMatrixChart: 1 x 2 counts, expected a row and a column for each of 1 classes");
        Should.Throw<ArgumentException>(() => new ConfusionMatrixChart("t", ["a"], new[,] { { -1 } }));
    }

    private static List<(string Label, string Tooltip, double Opacity)> Cells(ConfusionMatrixChart chart)
    {
        XNamespace svg = "http://www.w3.org/2000/svg";
        return [.. chart.ShouldBeSound()
            .Descendants(svg + "rect").Where(rect => rect.Attribute("fill-opacity") is not null).Select(rect => (
            rect.Parent!.Element(svg + "text")!.Value, rect.Parent!.Element(svg + "title")!.Value,
            double.Parse(rect.Attribute("fill-opacity")!.Value, CultureInfo.InvariantCulture)))];
    }
}
