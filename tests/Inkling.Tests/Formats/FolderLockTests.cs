using System.Diagnostics;
using Inkling.Formats;

namespace Inkling.Tests.Formats;

public sealed class FolderLockTests : IDisposable
{
    private readonly Scratch _scratch = new();

    private string Run => _scratch["run"];

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_second_holder_is_refused_with_the_name_of_the_first()
    {
        using (FolderLock.Acquire(Run, "a program"))
        {
            Should.Throw<FolderLockedException>(() => FolderLock.Acquire(Run)).Message.ShouldMatch(
                $@"^{Run}: in use by process {Environment.ProcessId} \(a program\) on host \S+ since \d{{4}}-\d\d-\d\d \d\d:\d\d UTC$");
        }

        using (FolderLock.Acquire(Run))
            Directory.Exists(Run).ShouldBeTrue();
    }

    [Fact]
    public void The_owner_is_read_without_touching_the_lock()
    {
        FolderLock.ReadOwner(Run).ShouldBeNull();
        using (FolderLock.Acquire(Run, "a program"))
        {
            for (var i = 0; i < 2; i++)
                FolderLock.ReadOwner(Run).ShouldStartWith($"process {Environment.ProcessId} (a program) on host ");
        }

        FolderLock.ReadOwner(Run).ShouldBeNull();
    }

    [Fact]
    public void A_folder_that_was_created_for_the_lock_is_deleted_if_it_is_empty()
    {
        FolderLock.Acquire(_scratch["deep/run"]).Dispose();
        Directory.Exists(_scratch["deep"]).ShouldBeFalse();

        using (FolderLock.Acquire(_scratch["deep/run"]))
            File.WriteAllText(_scratch["deep/run/content"], "");
        Directory.GetFiles(_scratch["deep/run"]).ShouldBe([_scratch["deep/run/content"]]);
    }

    [Fact]
    public void A_lock_that_was_released_twice_does_not_release_that_of_another()
    {
        var first = FolderLock.Acquire(Run);
        first.Dispose();
        using var second = FolderLock.Acquire(Run, "the second");
        first.Dispose();
        Should.Throw<FolderLockedException>(() => FolderLock.Acquire(Run)).Message.ShouldContain("(the second)");
    }

    [Fact]
    public void What_a_killed_process_left_is_taken_over()
    {
        Directory.CreateDirectory(Run);
        File.WriteAllText(Path.Combine(Run, ".lock"), "");
        File.WriteAllText(Path.Combine(Run, ".lock.owner"), "process 1 (killed) on host any since 2020-01-01 00:00 UTC\n1\n");
        using (FolderLock.Acquire(Run, "the next"))
            Should.Throw<FolderLockedException>(() => FolderLock.Acquire(Run)).Message.ShouldContain("(the next)");
        Directory.GetFiles(Run).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("process 1 (killed) on host any since 2020-01-01 00:00 UTC\n1\n")]
    [InlineData("process 1\n")]
    public void A_holder_that_has_not_written_its_name_is_another_process(string? owner)
    {
        using var held = FolderLock.Acquire(Run);
        File.Delete(Path.Combine(Run, ".lock.owner"));
        if (owner is not null)
            File.WriteAllText(Path.Combine(Run, ".lock.owner"), owner);
        Should.Throw<FolderLockedException>(() => FolderLock.Acquire(Run)).Message.ShouldBe($"{Run}: in use by another process");
    }

    [Fact]
    public void Control_characters_in_the_name_of_the_holder_are_not_shown()
    {
        using var held = FolderLock.Acquire(Run, "red\e[31m");
        Should.Throw<FolderLockedException>(() => FolderLock.Acquire(Run)).Message.ShouldBe($"{Run}: in use by another process");
    }

    [Fact]
    public void A_symbolic_link_is_not_followed()
    {
        if (OperatingSystem.IsWindows())
            return;
        Directory.CreateDirectory(Run);
        _scratch.Put("other", "content"u8);
        File.CreateSymbolicLink(Path.Combine(Run, ".lock.owner"), _scratch["other"]);
        using (FolderLock.Acquire(Run))
            File.ReadAllText(_scratch["other"]).ShouldBe("content");
        File.CreateSymbolicLink(Path.Combine(Run, ".lock"), _scratch["other"]);
        Should.Throw<IOException>(() => FolderLock.Acquire(Run)).Message
            .ShouldBe($"{Path.Combine(Run, ".lock")}: is a symbolic link, expected a file or none");
    }

    [Fact]
    public void A_lock_whose_folder_was_moved_is_lost_and_leaves_that_of_the_next_alone()
    {
        if (OperatingSystem.IsWindows())
            return;
        var moved = FolderLock.Acquire(Run);
        moved.ThrowIfLost();
        Directory.Move(Run, _scratch["moved"]);
        Should.Throw<IOException>(moved.ThrowIfLost).Message.ShouldStartWith($"{Run}: moved, deleted or replaced");
        using (var next = FolderLock.Acquire(Run, "the next"))
        {
            Should.Throw<IOException>(moved.ThrowIfLost);
            moved.Dispose();
            next.ThrowIfLost();
            Should.Throw<FolderLockedException>(() => FolderLock.Acquire(Run)).Message.ShouldContain("(the next)");
        }

        Directory.Exists(Run).ShouldBeFalse();
    }

    [Fact]
    public async Task One_of_many_threads_holds_the_lock_while_others_delete_its_file()
    {
        var (holders, acquired) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 300; i++)
            {
                try
                {
                    using var held = FolderLock.Acquire(Run);
                    Interlocked.Increment(ref holders).ShouldBe(1);
                    Interlocked.Increment(ref acquired);
                    Thread.SpinWait(100);
                    Interlocked.Decrement(ref holders);
                }
                catch (FolderLockedException)
                {
                    // The others had it all the time.
                }
            }
        })));
        acquired.ShouldBeGreaterThan(4);
        if (Directory.Exists(Run))
            Directory.GetFiles(Run).ShouldBeEmpty();
    }

    [Fact]
    public void The_system_releases_the_lock_of_a_process_that_is_killed()
    {
        if (!File.Exists("/usr/bin/flock"))
            return;
        Directory.CreateDirectory(Run);
        using var process = Process.Start(
            new ProcessStartInfo("/usr/bin/flock", ["--no-fork", Path.Combine(Run, ".lock"), "sh", "-c", "echo held; read line"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
        process.StandardOutput.ReadLine().ShouldBe("held");
        Should.Throw<FolderLockedException>(() => FolderLock.Acquire(Run)).Message.ShouldBe($"{Run}: in use by another process");
        process.Kill();
        process.WaitForExit();
        FolderLock.Acquire(Run).Dispose();
    }
}
