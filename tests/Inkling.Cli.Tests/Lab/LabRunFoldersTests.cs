using System.Diagnostics;
using Inkling.Lab.Hosting;
using Inkling.Lab.Training;

namespace Inkling.Cli.Tests.Lab;

/// <summary>Runs are followed by their files, whichever process writes them.</summary>
public sealed class LabRunFoldersTests : IDisposable
{
    private readonly LabTraining _lab = new();

    private IRunFolders Folders => _lab.Training.Folders!;

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void A_run_of_the_shell_is_followed_to_its_end()
    {
        if (OperatingSystem.IsWindows())
            return;
        Folders.List().ShouldBeEmpty();
        using var training = Start();
        var followed = Folders.Follow("shell");
        var first = Wait(followed, view => view.Epoch > 0 && view.Weights is not null);
        first.Status.ShouldBe(FollowedRunStatus.Running);
        first.Writer.ShouldStartWith($"process {training.Id} (inkling train) on host ");
        first.Epochs.ShouldBe(100000);
        Folders.List().ShouldBe([new ListedRun("shell", IsWritten: true, IsDetached: false)]);
        Wait(followed, view => view.Epoch > first.Epoch && view.Step > first.Step).Curves.Steps[^1].ShouldBeGreaterThan(first.Step);

        Program.Interrupt(training);
        training.WaitForExit();
        var last = followed.Read();
        (last.Status, last.Writer).ShouldBe((FollowedRunStatus.Stopped, ""));
        last.Step.ShouldBe(File.ReadAllLines(_lab.Program["runs", "shell", "steps.csv"]).Length - 1);
        last.Curves.HeldOutSteps[^1].ShouldBe(last.Epoch * 10);
        followed.Read().ShouldBeSameAs(last);
        Folders.List().ShouldBe([new ListedRun("shell", IsWritten: false, IsDetached: false)]);
    }

    [Fact]
    public void A_process_that_was_killed_does_not_write_any_more()
    {
        using var training = Start();
        var followed = Folders.Follow("shell");
        Wait(followed, view => view is { Status: FollowedRunStatus.Running, Epoch: > 0 });
        training.Kill();
        training.WaitForExit();
        Wait(followed, view => view is { Status: FollowedRunStatus.Stopped, Writer: "" });
    }

    [Fact]
    public async Task A_complete_run_and_a_rewound_one_are_shown_as_they_are()
    {
        var run = await _lab.CreateAsync();
        run.Start();
        var name = Path.GetFileName((await LabTraining.WaitAsync(run, RunStatus.Complete)).Folder);
        var followed = Folders.Follow(name);
        var view = followed.Read();
        (view.Status, view.Epoch, view.Epochs, view.Step).ShouldBe((FollowedRunStatus.Complete, 2, 2, 20));
        view.Writer.ShouldStartWith($"process {Environment.ProcessId} (inkling lab) on host ");
        view.Curves.HeldOutSteps.ShouldBe([10, 20]);
        view.Accuracy.ShouldBe(run.View.LastEpoch!.Metrics[0]);
        view.Loss.ShouldBe(run.View.Loss);
        view.Weights!.Images.Count.ShouldBe(16);

        run.Rewind(5);
        await LabTraining.WaitAsync(run, RunStatus.Paused, 5);
        view = followed.Read();
        (view.Status, view.Epoch, view.Step, view.Accuracy).ShouldBe((FollowedRunStatus.Running, 0, 5, double.NaN));
        view.Curves.Steps.ShouldBe([1, 2, 3, 4, 5]);
        run.TakeStep();
        await LabTraining.WaitAsync(run, RunStatus.Paused, 6);
        followed.Read().Step.ShouldBe(6);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../whole")]
    [InlineData("none")]
    public void Only_a_listed_run_is_followed(string name)
    {
        _lab.Program.Run(["train", .. LabTraining.Options, "--out", "whole"]).ExitCode.ShouldBe(0);
        Directory.CreateDirectory(_lab.Program["runs", "none"]);
        Should.Throw<InvalidDataException>(() => Folders.Follow(name)).Message.ShouldBe($"{name}: there is no such run");
    }

    [Fact]
    public async Task A_damaged_or_missing_file_is_one_line()
    {
        var run = await _lab.CreateAsync();
        run.TakeEpoch();
        var folder = (await LabTraining.WaitAsync(run, RunStatus.Paused, 10)).Folder;
        await LabTraining.StopAsync(run);
        var followed = Folders.Follow(Path.GetFileName(folder));
        followed.Read().Message.ShouldBe("");
        File.AppendAllText(Path.Combine(folder, "steps.csv"), "11,x,1,1\n12,1,x,1\n");
        followed.Read().Message.ShouldBe($"{Path.Combine(folder, "steps.csv")}: line 13: smoothed_loss is 'x', expected a number");
        Directory.Delete(folder, recursive: true);
        followed.Read().Message.ShouldBe($"{folder}: there is no such run folder");
    }

    [Fact]
    public async Task A_run_that_was_left_to_itself_is_taken_over()
    {
        var run = await _lab.CreateAsync(LabTraining.Endless);
        run.Start();
        var name = Path.GetFileName((await LabTraining.WaitAsync(run, RunStatus.Running)).Folder);
        Folders.TakeOver(name).ShouldBeNull();
        run.Detach();
        Folders.List().ShouldBe([new ListedRun(name, IsWritten: true, IsDetached: true)]);
        Folders.TakeOver(name).ShouldBeSameAs(run);
        Folders.List().ShouldBe([new ListedRun(name, IsWritten: true, IsDetached: false)]);
        run.Pause();
        await LabTraining.WaitAsync(run, RunStatus.Paused);
    }

    private Process Start()
    {
        var training = _lab.Program.Start(["train", .. LabTraining.EndlessOptions, "--out", "runs/shell"]);

        // Its output is a line an epoch: a pipe that is full would stop it.
        training.OutputDataReceived += (_, _) => { };
        training.BeginOutputReadLine();
        for (var end = DateTime.UtcNow.AddSeconds(60); Folders.List() is [] && !training.HasExited; Thread.Sleep(5))
            DateTime.UtcNow.ShouldBeLessThan(end);
        return training;
    }

    private static FollowedRunView Wait(IFollowedRun followed, Func<FollowedRunView, bool> condition)
    {
        var view = followed.Read();
        for (var end = DateTime.UtcNow.AddSeconds(60); !condition(view); view = followed.Read())
        {
            DateTime.UtcNow.ShouldBeLessThan(end, $"{view.Status}, epoch {view.Epoch}, {view.Message}");
            Thread.Sleep(20);
        }

        return view;
    }
}
