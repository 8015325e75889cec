using Bunit;
using Inkling.Lab.Hosting;
using Inkling.Lab.Training;
using Inkling.Training;
using Microsoft.AspNetCore.Components;

namespace Inkling.Lab.Tests.Training;

/// <summary>The list of runs and the one that is followed, with runs that the tests write.</summary>
public sealed class WatchViewTests : IDisposable
{
    private readonly BunitContext _context = Scripts.NewContext();
    private readonly WrittenRuns _runs = new();

    public void Dispose() => _context.Dispose();

    [Fact]
    public void Nothing_is_read_before_a_run_is_chosen()
    {
        var view = Open();
        view.WaitForAssertion(() => view.FindAll("option").Select(option => option.TextContent).ShouldBe(["none", "new (running)", "old"]));
        view.FindAll("[data-testid='watch-state']").ShouldBeEmpty();
        _runs.Reads.ShouldBe(0);
    }

    [Fact]
    public void A_chosen_run_is_followed_until_another_is_chosen()
    {
        _runs.View = new FollowedRunView { Status = FollowedRunStatus.Running, Writer = "process 7", Epochs = 3, Step = 5, Loss = 2.25 };
        var view = Open();
        view.Find("select").Change("new");
        view.WaitForAssertion(() => view.Text("watch-state").ShouldBe("running: process 7"));
        (view.Text("watch-epochs"), view.Text("watch-step"), view.Text("watch-loss"), view.Text("watch-accuracy"))
            .ShouldBe(("0", "5", "2.2500", "–"));
        _runs.View = new FollowedRunView
        {
            Status = FollowedRunStatus.Complete,
            Epoch = 3,
            Epochs = 3,
            Step = 30,
            Accuracy = 0.875,
            Curves = RunCurves.Of(1, [2, 1], [0.1f, 0.1f], [new HeldOutPoint(2, 1, 0.875)]),
        };
        view.WaitForAssertion(() => view.Text("watch-state").ShouldBe("complete"));
        (view.Text("watch-epochs"), view.Text("watch-step"), view.Text("watch-accuracy")).ShouldBe(("3", "30", "87.50 %"));
        view.FindComponents<LiveFigure>().Count.ShouldBe(2);
        view.Find("select").Change("");
        view.WaitForAssertion(() => view.FindAll("[data-testid='watch-state']").ShouldBeEmpty());
    }

    [Fact]
    public void Files_that_cannot_be_read_and_runs_that_are_not_there_are_named()
    {
        _runs.View = new FollowedRunView { Message = "steps.csv: line 2: damaged" };
        var view = Open();
        view.Find("select").Change("old");
        view.WaitForAssertion(() => view.Text("watch-error").ShouldBe("steps.csv: line 2: damaged"));
        view.Find("select").Change("../other");
        view.WaitForAssertion(() => view.Text("watch-error").ShouldBe("../other: there is no such run"));
        view.FindAll("[data-testid='watch-state']").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_that_was_left_to_itself_is_handed_to_the_page()
    {
        var host = new HandDriven();
        _runs.Detached = host.Create(host.Defaults, await host.OpenDataAsync(host.Defaults));
        LiveRun? taken = null;
        var view = Open(run => taken = run);
        view.Find("select").Change("old");
        view.FindAll("[data-testid='watch-take-over']").ShouldBeEmpty();
        view.Find("select").Change("new");
        view.WaitForAssertion(() => view.Find("[data-testid='watch-take-over']").Click());
        view.WaitForAssertion(() => taken.ShouldBeSameAs(_runs.Detached));
    }

    private IRenderedComponent<WatchView> Open(Action<LiveRun>? takenOver = null) => _context.Render<WatchView>(parameters => parameters
        .Add(view => view.Folders, _runs)
        .Add(view => view.TakenOver, EventCallback.Factory.Create<LiveRun>(this, run => takenOver?.Invoke(run))));

    private sealed class WrittenRuns : IRunFolders, IFollowedRun
    {
        public FollowedRunView View { get; set; } = new();

        public LiveRun? Detached { get; set; }

        public int Reads { get; private set; }

        public IReadOnlyList<ListedRun> List() =>
            [new("new", IsWritten: true, IsDetached: Detached is not null), new("old", IsWritten: false, IsDetached: false)];

        public IFollowedRun Follow(string name) =>
            List().Any(run => run.Name == name) ? this : throw new InvalidDataException($"{name}: there is no such run");

        public LiveRun? TakeOver(string name) => name == "new" ? Detached : null;

        public FollowedRunView Read()
        {
            Reads++;
            return View;
        }
    }
}
