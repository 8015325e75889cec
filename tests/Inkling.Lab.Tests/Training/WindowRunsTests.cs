using Inkling.Lab.Training;

namespace Inkling.Lab.Tests.Training;

/// <summary>What becomes of the runs of a window.</summary>
public sealed class WindowRunsTests : IDisposable
{
    private readonly HandDriven _host = new();
    private readonly WindowRuns _window = new();

    public void Dispose() => _window.Dispose();

    [Fact]
    public async Task A_closed_window_stops_its_runs()
    {
        var run = _window.Add(await CreateAsync());
        run.Start();
        _host.Turn();
        _window.Dispose();
        run.Turn(TimeSpan.Zero).ShouldBe(RunActivity.Ended);
        (run.View.Status, run.IsDetached).ShouldBe((RunStatus.Stopped, false));
    }

    [Fact]
    public async Task Runs_that_are_kept_go_on_to_their_end()
    {
        var run = _window.Add(await CreateAsync());
        run.Start();
        _host.Turn();
        _window.KeepsRunning = true;
        _window.Dispose();
        run.IsDetached.ShouldBeTrue();
        _window.Runs.ShouldBeEmpty();
        run.TryAttach().ShouldBeTrue();
        run.TryAttach().ShouldBeFalse();

        // The scope of a window is disposed after its circuit.
        _window.Dispose();
        run.IsDetached.ShouldBeFalse();
        run.Detach();
        _host.Wait();
        (run.View.Status, run.View.Step).ShouldBe((RunStatus.Stopped, 30));
    }

    [Fact]
    public async Task A_run_that_is_added_to_a_closed_window_takes_no_step()
    {
        _window.Dispose();
        var run = _window.Add(await CreateAsync());
        run.Start();
        run.Turn(TimeSpan.Zero).ShouldBe(RunActivity.Ended);
        (run.View.Status, run.View.Step).ShouldBe((RunStatus.Stopped, 0));
        _window.Runs.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_look_that_a_run_no_longer_answers_ends()
    {
        var run = _window.Add(await CreateAsync());
        _host.Turn();
        _window.Clear();
        run.Turn(TimeSpan.Zero).ShouldBe(RunActivity.Ended);
        (await run.LookAtAsync(0)).ShouldBeNull();
    }

    [Fact]
    public async Task One_run_more_ends_the_oldest_and_each_says_when_it_has_changed()
    {
        var changes = 0;
        _window.Changed += () => changes++;
        for (var i = 0; i < WindowRuns.MaxRuns; i++)
            _window.Add(await CreateAsync());
        var (oldest, newest) = (_window.Runs[0], _window.Add(await CreateAsync()));
        _window.Runs.ShouldNotContain(oldest);
        _window.Runs[^1].ShouldBe(newest);
        oldest.Turn(TimeSpan.Zero).ShouldBe(RunActivity.Ended);
        changes.ShouldBe(0);
        newest.Turn(TimeSpan.Zero);
        changes.ShouldBeGreaterThan(0);
        _window.Clear();
        _window.Runs.ShouldBeEmpty();
    }

    private async Task<LiveRun> CreateAsync() => _host.Create(_host.Defaults, await _host.OpenDataAsync(_host.Defaults));
}
