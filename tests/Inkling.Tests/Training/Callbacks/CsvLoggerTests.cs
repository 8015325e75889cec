using System.Globalization;
using Inkling.Formats;
using Inkling.Tests.Formats;
using Inkling.Training;
using Inkling.Training.Callbacks;

namespace Inkling.Tests.Training.Callbacks;

public sealed class CsvLoggerTests : IDisposable
{
    private readonly Scratch _scratch = new();

    private string Epochs => Path.Combine(_scratch.Folder, "epochs.csv");

    private string Steps => Path.Combine(_scratch.Folder, "steps.csv");

    private CheckpointFolder Checkpoints => new(Path.Combine(_scratch.Folder, "checkpoints"));

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void There_is_a_line_for_each_epoch_and_step_also_of_a_training_that_was_interrupted(bool keepsSteps)
    {
        var whole = Logged(keepsSteps);
        whole.Fit(3, 0.1f);
        var (epochs, steps) = (File.ReadAllLines(Epochs), File.ReadAllText(Steps));
        epochs[0].ShouldBe("epoch,train_loss,valid_loss,accuracy,time");
        epochs.Length.ShouldBe(4);
        Number(epochs[2], 1).ShouldBe(whole.Recorder.Epochs[1].TrainLoss);
        steps.ShouldStartWith("step,loss,smoothed_loss,lr\n1,");
        steps.TrimEnd().Split('\n').Skip(1).Select(line => Number(line, 0)).ShouldBe(Enumerable.Range(1, 30).Select(step => (double)step));

        using var stop = new CancellationTokenSource();
        Logged(keepsSteps).Add(new AtStep(13, _ => stop.Cancel()), new Checkpoints(Checkpoints)).Fit(3, 0.1f, stop.Token);
        File.ReadAllLines(Steps).Length.ShouldBe(1 + 13);
        File.ReadAllLines(Epochs).Length.ShouldBe(2);

        // Lines after the checkpoint, the last one torn, as of a training that was killed later.
        File.AppendAllText(Steps, "14,1,1,0.1\n15,1,0.");
        File.AppendAllText(Epochs, "2,0.5,0.");
        var again = Logged(keepsSteps);
        again.Restore(Checkpoints.ReadNewest(_ => { })!.Value.State);
        again.Fit(3, 0.1f);
        File.ReadAllText(Steps).ShouldBe(steps);
        File.ReadAllLines(Epochs).Select(WithoutTime).ShouldBe(epochs.Select(WithoutTime));
    }

    [Fact]
    public void Epochs_are_appended_and_nothing_before_them_is_written_again()
    {
        var learner = Logged(keepsSteps: true);
        learner.Add(new AtStep(20, _ => File.WriteAllText(Epochs, "mine\n")));
        learner.Fit(3, 0.1f);
        File.ReadAllLines(Epochs).Select(line => line.Split(',')[0]).ShouldBe(["mine", "2", "3"]);
    }

    [Fact]
    public void Nothing_is_appended_in_a_folder_that_replaced_the_locked_one()
    {
        if (OperatingSystem.IsWindows())
            return;
        var run = Path.Combine(_scratch.Folder, "run");
        var file = Path.Combine(run, "epochs.csv");
        using var held = FolderLock.Acquire(run);
        var learner = Small.Learner();
        learner.Add(new CsvLogger(file) { Lock = held }, new AtStep(13, _ =>
        {
            Directory.Move(run, Path.Combine(_scratch.Folder, "moved"));
            Directory.CreateDirectory(run);
            File.WriteAllText(file, "another\n");
        }));
        Should.Throw<IOException>(() => learner.Fit(3, 0.1f)).Message.ShouldStartWith($"{run}: moved, deleted or replaced");
        File.ReadAllText(file).ShouldBe("another\n");
        File.ReadAllLines(Path.Combine(_scratch.Folder, "moved", "epochs.csv")).Length.ShouldBe(2);
    }

    [Fact]
    public void A_file_that_was_deleted_gets_its_header_again()
    {
        var learner = Logged(keepsSteps: true);
        learner.Add(new AtStep(15, _ => File.Delete(Epochs)));
        learner.Fit(2, 0.1f);
        File.ReadAllLines(Epochs).Select(line => line.Split(',')[0]).ShouldBe(["epoch", "2"]);
    }

    [Fact]
    public void Columns_are_chosen_and_numbers_have_the_same_form_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        other.NumberFormat.NumberDecimalSeparator = ",";
        CultureInfo.CurrentCulture = other;
        try
        {
            var logger = new CsvLogger(Epochs, [("epoch", epoch => epoch.Epoch), ("half", epoch => epoch.Epoch / 2.0)]);
            Small.Learner().Add(logger).Fit(2, 0.1f);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        File.ReadAllText(Epochs).ShouldBe("epoch,half\n1,0.5\n2,1\n");
    }

    [Fact]
    public void Steps_are_appended_within_an_epoch_after_an_interval()
    {
        var learner = Small.Learner().Add(new CsvLogger(Steps, steps: true) { Interval = TimeSpan.Zero }, new CsvLogger(Epochs));
        var lines = new List<int>();
        foreach (var step in (int[])[3, 13])
            learner.Add(new AtStep(step, _ => lines.Add(File.ReadAllLines(Steps).Length)));
        learner.Recorder.KeepsSteps = false;
        learner.Fit(2, 0.1f);
        lines.ShouldBe([4, 14]);
        var all = File.ReadAllText(Steps);
        File.ReadAllLines(Epochs).Length.ShouldBe(3);

        Small.Learner().Add(new CsvLogger(Steps, steps: true)).Fit(2, 0.1f);
        File.ReadAllText(Steps).ShouldBe(all);
    }

    private static double Number(string line, int column) => double.Parse(line.Split(',')[column], CultureInfo.InvariantCulture);

    private static string WithoutTime(string line) => line[..line.LastIndexOf(',')];

    private Learner Logged(bool keepsSteps)
    {
        var learner = Small.Learner().Add(new CsvLogger(Epochs), new CsvLogger(Steps, steps: true));
        learner.Recorder.KeepsSteps = keepsSteps;
        return learner;
    }
}
