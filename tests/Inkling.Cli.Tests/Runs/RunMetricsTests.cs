using Inkling.Cli.Runs;
using Inkling.Data;
using Inkling.Figures.Report;
using Inkling.Models;

namespace Inkling.Cli.Tests.Runs;

/// <summary>What is left of metrics.csv and steps.csv after an edit or a damage is one line that names it, or makes a report.</summary>
public sealed class RunMetricsTests : IDisposable
{
    private const string Epochs = "epoch,train_loss,test_loss,train_accuracy,test_accuracy,seconds,images_per_second,images\n";
    private const string Row = "1,0.5,0.25,0.75,0.875,1.25,48000,60000\n";
    private const string Second = "2,0.25,0.125,0.875,0.9375,1.25,48000,60000\n";
    private const string Steps = "step,loss,smoothed_loss,lr\n1,2.5,2.5,0.1\n";

    private static readonly Lazy<ReportSubject> Subject = new(() => new ReportSubject
    {
        Name = "run",
        Model = new TrainedModel("linear", ModelCatalog.Create("linear", 28, 28, 10), ImageDataset.Digits),
        Data = "handwriting",
        Test = Handwriting.Test(12),
        AttackedImages = 1,
    });

    private readonly string _folder = Directory.CreateTempSubdirectory("inkling-metrics-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("1", "x", "line 2: epoch is 'x', expected a whole number from 1")]
    [InlineData("1", "0", "line 2: epoch is '0', expected a whole number from 1")]
    [InlineData("1", "-1", "line 2: epoch is '-1', expected a whole number from 1")]
    [InlineData("1", "1.5", "line 2: epoch is '1.5', expected a whole number from 1")]
    [InlineData("1", "1e300", "line 2: epoch is '1e300', expected a whole number from 1")]
    [InlineData("1", "2147483648", "line 2: epoch is '2147483648', expected a whole number from 1")]
    [InlineData("1", "NaN", "line 2: epoch is 'NaN', expected a whole number from 1")]
    [InlineData("1", "", "line 2: epoch is '', expected a whole number from 1")]
    [InlineData("1", " 1", "line 2: epoch is ' 1', expected a whole number from 1")]
    [InlineData("1", "2", "line 3: epoch 2 after 2, expected a higher one")]
    [InlineData("1", "9", "line 3: epoch 2 after 9, expected a higher one")]
    [InlineData("1", "1,1", "line 2: 9 cells, expected 8: ")]
    [InlineData("1", "1\n", "line 2: 1 cell, expected 8: ")]
    [InlineData("1", "\n1", "line 2: 1 cell, expected 8: ")]
    [InlineData("1", "\"1\"", "line 2: epoch is '\"1\"', expected a whole number from 1")]
    [InlineData("1", "\0", "line 2: epoch is '\\x00', expected a whole number from 1")]
    [InlineData("1", "１", "line 2: epoch is '１', expected a whole number from 1")]
    [InlineData("0.5", "", "line 2: train_loss is '', expected a number")]
    [InlineData("0.5", "x", "line 2: train_loss is 'x', expected a number")]
    [InlineData("0.5", "0.5.5", "line 2: train_loss is '0.5.5', expected a number")]
    [InlineData("0.5", "0;5", "line 2: train_loss is '0;5', expected a number")]
    [InlineData("0.5", "1e300", "line 2: train_loss is '1e300', expected a number")]
    [InlineData("0.5", "-1e300", "line 2: train_loss is '-1e300', expected a number")]
    [InlineData("0.5", "Infinity", "line 2: train_loss is 'Infinity', expected a number")]
    [InlineData("0.5", "NaN", null)]
    [InlineData("0.5", "0", null)]
    [InlineData("0.5", "-3", null)]
    [InlineData("0.5", "1e38", null)]
    [InlineData("0.5", "1e-320", null)]
    [InlineData("0.25", "Infinity", "line 2: test_loss is 'Infinity', expected a number")]
    [InlineData("0.25", "NaN", null)]
    [InlineData("0.25", "3e38", null)]
    [InlineData("0.75", "2", "line 2: train_accuracy is '2', expected a number from 0 to 1")]
    [InlineData("0.75", "-0.1", "line 2: train_accuracy is '-0.1', expected a number from 0 to 1")]
    [InlineData("0.75", "NaN", null)]
    [InlineData("0.875", "1.01", "line 2: test_accuracy is '1.01', expected a number from 0 to 1")]
    [InlineData("0.875", "87%", "line 2: test_accuracy is '87%', expected a number from 0 to 1")]
    [InlineData("0.875", "NaN", null)]
    [InlineData("0.875", "0", null)]
    [InlineData("1.25", "-1", "line 2: seconds is '-1', expected a number from 0")]
    [InlineData("1.25", "1e99", "line 2: seconds is '1e99', expected a number from 0")]
    [InlineData("1.25", "0", null)]
    [InlineData("1.25", "NaN", null)]
    [InlineData("48000", "any text", null)]
    [InlineData("60000", "0", "line 2: images is '0', expected a whole number from 1")]
    [InlineData("60000", "1e300", "line 2: images is '1e300', expected a whole number from 1")]
    [InlineData("60000", "-5", "line 2: images is '-5', expected a whole number from 1")]
    [InlineData("60000", "2147483647", null)]
    [InlineData("60000\n", "60000\r\n", null)]
    public void A_cell_that_is_wrong_is_named(string before, string after, string? message)
    {
        var row = Row.StartsWith(before, StringComparison.Ordinal) ? after + Row[before.Length..] : Row.Replace($",{before}", $",{after}");
        row.ShouldNotBe(Row);
        Check(RunMetrics.EpochsName, Epochs + row + Second, message);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("\n", null)]
    [InlineData("epoch", null)]
    [InlineData(Epochs, null)]
    [InlineData("\n" + Row, "line 2: 8 cells, expected 1: ")]
    [InlineData(Row + Second, "line 2: no column epoch in 1,0.5,0.25,0.75,0.875,1.25,48000,60000")]
    [InlineData("a,a\n1,1\n", "line 1: more than one column a")]
    [InlineData("epoch,epoch\n", "line 1: more than one column epoch")]
    [InlineData("epoch\n1\n", "line 2: no column train_loss in epoch")]
    [InlineData("Epoch,train_loss\n1,2\n", "line 2: no column epoch in Epoch,train_loss")]
    [InlineData("epoch,train_loss\n1,2\n", "line 2: no column valid_loss or test_loss in epoch,train_loss")]
    [InlineData("epoch,train_loss,valid_loss\n1,2,3\n", "line 2: no column valid_accuracy or test_accuracy in epoch,train_loss,valid_loss")]
    [InlineData("epoch;train_loss\n1;2\n", "line 2: no column epoch in epoch;train_loss")]
    [InlineData("images,seconds,test_accuracy,test_loss,train_loss,mine,epoch\n5,1,0.5,1,2,x,7\n", null)]
    [InlineData("\uFEFFepoch,train_loss,test_loss,test_accuracy,seconds,images\n1,2,1,0.5,1,5\n", null)]
    public void A_header_that_is_wrong_is_named(string content, string? message) => Check(RunMetrics.EpochsName, content, message);

    [Theory]
    [InlineData(Steps + "2,2,NaN,0.1\n", null)]
    [InlineData(Steps + "2,NaN,2,0.1\n", null)]
    [InlineData(Steps + "2,1e38,1e38,1e30\n", null)]
    [InlineData(Steps + "2,1e39,1,1\n", "line 3: loss is '1e39', expected a number")]
    [InlineData(Steps + "2,1,1,-Infinity\n", "line 3: lr is '-Infinity', expected a number")]
    [InlineData(Steps + "1,2,2,0.1\n", "line 3: step 1 after 1, expected a higher one")]
    [InlineData(Steps + "5,2,2,0.1\n", null)]
    [InlineData(Steps + "2,2,2\n", "line 3: 3 cells, expected 4: step,loss,smoothed_loss,lr")]
    [InlineData(Steps + "2,2,2,0.1,\n", "line 3: 5 cells, expected 4: step,loss,smoothed_loss,lr")]
    [InlineData(Steps + "\n", "line 3: 1 cell, expected 4: step,loss,smoothed_loss,lr")]
    [InlineData("step,loss,lr\n1,2,0.1\n", "line 2: no column smoothed_loss in step,loss,lr")]
    [InlineData("", null)]
    public void Steps_that_are_wrong_are_named(string content, string? message) => Check(RunMetrics.StepsName, content, message);

    [Fact]
    public void A_line_without_an_end_is_long_or_still_being_written()
    {
        File.WriteAllText(Path.Combine(_folder, RunMetrics.EpochsName), Epochs + Row + Second.TrimEnd());
        RunMetrics.ReadEpochs(_folder).Count.ShouldBe(1);
        Check(RunMetrics.StepsName, Steps + new string('1', 5000), "line 3: longer than 4096 characters");
    }

    [Fact]
    public void Lines_after_those_of_the_model_are_left_out()
    {
        File.WriteAllText(Path.Combine(_folder, RunMetrics.EpochsName), Epochs + Row + Second);
        RunMetrics.ReadEpochs(_folder, 1).Select(epoch => epoch.ValidLoss).ShouldBe([0.25]);
        RunMetrics.ReadEpochs(_folder, 0).ShouldBeEmpty();
        RunMetrics.ReadEpochs(_folder, 7).Count.ShouldBe(2);
        File.WriteAllText(Path.Combine(_folder, RunMetrics.StepsName), Steps + "2,2,2,0.1\n");
        RunMetrics.ReadSteps(_folder, 1).Losses.ShouldBe([2.5f]);
    }

    private void Check(string file, string content, string? message)
    {
        var path = Path.Combine(_folder, file);
        File.WriteAllText(path, content);
        if (message is null)
        {
            var steps = RunMetrics.ReadSteps(_folder);
            var subject = Subject.Value with
            {
                Epochs = RunMetrics.ReadEpochs(_folder),
                Losses = steps.Losses,
                SmoothedLosses = steps.SmoothedLosses,
                LearningRates = steps.LearningRates,
            };
            ReportPage.Render(RunReport.Of(subject)).ShouldContain("</html>");
        }
        else
        {
            var error = Should.Throw<InvalidDataException>(() =>
            {
                RunMetrics.ReadEpochs(_folder);
                RunMetrics.ReadSteps(_folder);
            });
            error.Message.ShouldStartWith($"{path}: {message}");
        }
    }
}
