using System.Diagnostics;
using System.Net;
using Inkling.Data;

namespace Inkling.Tests.Data;

public sealed class MnistDownloadTests : IDisposable
{
    private static readonly string[] Names = [.. SmallMnist.Compressed.Keys.Order()];

    private readonly TemporaryFolder _root = new();
    private readonly FakeMirrors _mirrors = new();
    private readonly Reports<DownloadProgress> _progress = new();
    private readonly Reports<string> _messages = new();

    private string Cache => _root["cache", "mnist"];

    public void Dispose()
    {
        _mirrors.Dispose();
        _root.Dispose();
    }

    private MnistOptions Options(TimeSpan? silence = null, TimeSpan? lockLimit = null, bool download = true, string? cache = null) => new()
    {
        Files = SmallMnist.Files,
        Mirrors = [FakeMirrors.First, FakeMirrors.Second],
        Handler = _mirrors,
        Environment = name => name == "INKLING_CACHE" ? cache ?? _root["cache"] : null,
        Progress = _progress,
        Messages = _messages,
        Download = download,
        IdleTimeout = silence ?? TimeSpan.FromSeconds(20),
        LockTimeout = lockLimit ?? TimeSpan.FromSeconds(20),
    };

    private string[] CachedFiles() =>
        Directory.Exists(Cache)
            ? [.. Directory.GetFiles(Cache).Select(path => Path.GetFileName(path)!).Where(name => name != ".lock").Order()]
            : [];

    private void ShouldHaveLoadedAndCached(DigitData data)
    {
        data.Train.Pixels.ShouldBe(SmallMnist.TrainPixels);
        data.Test.Pixels.ShouldBe(SmallMnist.TestPixels);
        CachedFiles().ShouldBe(Names);
        foreach (var name in Names)
            File.ReadAllBytes(Path.Combine(Cache, name)).ShouldBe(SmallMnist.Compressed[name]);
    }

    private string Refusal(MnistOptions? options = null)
    {
        var message = Should.Throw<DataUnavailableException>(() => Mnist.Load(options ?? Options())).Message;
        message.ShouldNotContain("\n");
        message.ShouldEndWith("To get it, put its four .gz files (docs/data.md) into a folder named by --data or INKLING_DATA.");
        return message;
    }

    [Fact]
    public void Files_come_from_the_first_mirror_and_then_from_the_cache_without_network()
    {
        ShouldHaveLoadedAndCached(Mnist.Load(Options()));
        _mirrors.Requests.ShouldAllBe(address => address.StartsWith("https://first.example/mnist/"));
        _mirrors.Requests.Count.ShouldBe(4);

        ShouldHaveLoadedAndCached(Mnist.Load(Options(download: false)));
        _mirrors.Requests.Count.ShouldBe(4);
        _messages.All.ShouldBeEmpty();
    }

    [Fact]
    public void One_side_fetches_only_its_own_files()
    {
        Mnist.Test(Options()).Pixels.ShouldBe(SmallMnist.TestPixels);
        CachedFiles().ShouldBe(["t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"]);
        Mnist.Train(Options()).Pixels.ShouldBe(SmallMnist.TrainPixels);
        _mirrors.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public void Progress_runs_from_nothing_to_all_bytes_of_each_file()
    {
        Mnist.Load(Options());
        foreach (var name in Names)
        {
            var reports = _progress.All.Where(report => report.File == name).ToArray();
            reports.ShouldAllBe(report => report.Total == SmallMnist.Compressed[name].Length);
            reports[0].Bytes.ShouldBe(0);
            reports[^1].Bytes.ShouldBe(reports[^1].Total);
            reports.Select(report => report.Bytes).ShouldBeInOrder();
        }
    }

    public static TheoryData<string, string> Failures() => new()
    {
        { "404", "HTTP status 404" },
        { "html", "an HTML page in place of the file" },
        { "other bytes", "its MD5 is" },
        { "shorter, said so", "bytes, " },
        { "cut short", "cut short after" },
        { "longer", "more than the" },
        { "unreachable", "Name or service not known" },
        { "broken off", "connection reset" },
        { "redirect to http", "only https is followed" },
        { "redirect to itself", "more than 5 redirects" },
        { "redirect nowhere", "without an address" },
    };

    private static HttpResponseMessage Fail(string how, string name)
    {
        var good = SmallMnist.Compressed[name];
        switch (how)
        {
            case "404":
                return FakeMirrors.Status(HttpStatusCode.NotFound);
            case "html":
                return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("<html>", null, "text/html") };
            case "other bytes":
                return FakeMirrors.Bytes([.. good[..^1], (byte)(good[^1] ^ 1)]);
            case "shorter, said so":
                return FakeMirrors.Bytes(good[..^5]);
            case "cut short":
                return FakeMirrors.Bytes(good[..^5], withLength: false);
            case "longer":
                return FakeMirrors.Bytes([.. good, 0], withLength: false);
            case "unreachable":
                throw new HttpRequestException("Name or service not known (first.example:443)");
            case "broken off":
                return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new BreakingStream(good[..^5])) };
            case "redirect to http":
                return FakeMirrors.Redirect($"http://first.example/mnist/{name}");
            case "redirect to itself":
                return FakeMirrors.Redirect(name);
            case "redirect nowhere":
                return new HttpResponseMessage(HttpStatusCode.Found);
            default:
                throw new ArgumentOutOfRangeException(nameof(how), how, "unknown");
        }
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_failure_of_the_first_mirror_leads_to_the_second(string how, string reason)
    {
        _mirrors.OnFirst = name => Fail(how, name);
        ShouldHaveLoadedAndCached(Mnist.Load(Options()));
        _messages.All.ShouldHaveSingleItem().ShouldContain(reason);
        _mirrors.Requests.ShouldNotContain(address => address.StartsWith("http:"));
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_failure_of_both_mirrors_is_explained_in_one_line_and_leaves_no_file(string how, string reason)
    {
        _mirrors.OnFirst = name => Fail(how, name);
        _mirrors.OnSecond = name => Fail(how, name);
        var message = Refusal();
        message.ShouldContain($"the cache {Cache} has no train-images-idx3-ubyte.gz; first.example: ");
        message.ShouldContain("; second.example: ");
        _messages.All.ShouldBeEmpty();
        message.ShouldContain(reason);
        CachedFiles().ShouldBeEmpty();
        _mirrors.Requests.ShouldNotContain(address => address.StartsWith("http:"));
    }

    [Fact]
    public void A_redirect_over_https_is_followed()
    {
        _mirrors.OnFirst = name => FakeMirrors.Redirect($"https://elsewhere.example/{name}");
        ShouldHaveLoadedAndCached(Mnist.Load(Options()));
        _messages.All.ShouldBeEmpty();
    }

    [Fact]
    public void A_mirror_over_plain_http_is_never_asked()
    {
        var options = new MnistOptions
        {
            Files = SmallMnist.Files,
            Mirrors = [new Uri("http://plain.example/")],
            Handler = _mirrors,
            Environment = Options().Environment,
        };
        Should.Throw<DataUnavailableException>(() => Mnist.Load(options)).Message.ShouldContain("only https");
        _mirrors.Requests.ShouldBeEmpty();
    }

    [Fact]
    public void A_failure_at_a_later_file_keeps_the_files_that_came()
    {
        _mirrors.OnFirst = name => name.StartsWith("t10k-labels") ? Fail("404", name) : null;
        _mirrors.OnSecond = _mirrors.OnFirst;
        Refusal();
        CachedFiles().Length.ShouldBe(3);

        _mirrors.OnFirst = _mirrors.OnSecond = _ => null;
        var before = _mirrors.Requests.Count;
        ShouldHaveLoadedAndCached(Mnist.Load(Options()));
        (_mirrors.Requests.Count - before).ShouldBe(1);
    }

    [Fact]
    public void Each_mirror_is_told_of_once_however_many_files_it_fails()
    {
        _mirrors.OnFirst = name => Fail("404", name);
        _mirrors.OnSecond = name => name.StartsWith("t10k-labels") ? Fail("unreachable", name) : null;
        Refusal().ShouldContain(
            "has no train-images-idx3-ubyte.gz; first.example: HTTP status 404; second.example: Name or service not known");
        _messages.All.ShouldBe(["download failed, first.example: HTTP status 404"]);
    }

    [Fact]
    public void A_silent_mirror_is_given_up()
    {
        _mirrors.OnFirst = _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new SilentStream()) };
        ShouldHaveLoadedAndCached(Mnist.Load(Options(silence: TimeSpan.FromSeconds(1))));
        _messages.All.ShouldHaveSingleItem().ShouldContain("no answer for 1 s");
    }

    [Fact]
    public void Cancelling_ends_a_download_and_leaves_nothing_half_written()
    {
        using var cancellation = new CancellationTokenSource();
        _mirrors.OnFirst = name =>
        {
            if (!name.StartsWith("t10k-images"))
                return null;
            cancellation.CancelAfter(50);
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new SilentStream()) };
        };
        Should.Throw<OperationCanceledException>(() => Mnist.Load(Options(), cancellation.Token));
        CachedFiles().ShouldBe(["train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"]);
        _mirrors.Requests.Count.ShouldBe(3);
        Mnist.Train(Options(download: false)).Count.ShouldBe(30);
    }

    [Fact]
    public void A_damaged_file_in_the_cache_is_fetched_again_and_said_so()
    {
        Mnist.Load(Options());
        var path = Path.Combine(Cache, "t10k-images-idx3-ubyte.gz");
        File.WriteAllBytes(
            path, [.. SmallMnist.Compressed["t10k-images-idx3-ubyte.gz"].Select((value, i) => i == 40 ? (byte)(value ^ 8) : value)]);

        ShouldHaveLoadedAndCached(Mnist.Load(Options()));
        _mirrors.Requests.Count.ShouldBe(5);
        _messages.All.ShouldHaveSingleItem().ShouldContain($"damaged and is fetched again, {path}: its MD5 is");
    }

    [Fact]
    public void A_damaged_cache_without_network_is_refused_with_both_reasons()
    {
        Mnist.Load(Options());
        File.WriteAllBytes(Path.Combine(Cache, "t10k-images-idx3-ubyte.gz"), []);
        _mirrors.OnFirst = _mirrors.OnSecond = name => Fail("unreachable", name);
        var message = Refusal();
        message.ShouldContain("damaged in the cache");
        message.ShouldContain("empty or not a regular file");
        message.ShouldContain("Name or service not known");
    }

    [Fact]
    public void Downloading_can_be_switched_off()
    {
        Refusal(Options(download: false)).ShouldContain("downloading is switched off");
        _mirrors.Requests.ShouldBeEmpty();
        Directory.Exists(Cache).ShouldBeFalse();
    }

    [Fact(Timeout = 20_000)]
    public async Task Two_at_once_download_once()
    {
        var entered = new TaskCompletionSource();
        var open = new TaskCompletionSource();
        _mirrors.Before = _ =>
        {
            entered.TrySetResult();
            return open.Task;
        };
        var first = Task.Run(() => Mnist.Load(Options()), TestContext.Current.CancellationToken);
        await entered.Task;
        var second = Task.Run(() => Mnist.Load(Options()), TestContext.Current.CancellationToken);
        while (!_messages.All.Any(message => message.Contains("another process")))
            await Task.Delay(5, TestContext.Current.CancellationToken);
        open.SetResult();

        ShouldHaveLoadedAndCached(await first);
        ShouldHaveLoadedAndCached(await second);
        _mirrors.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public void A_lock_that_another_process_holds_is_waited_for_up_to_a_limit()
    {
        Directory.CreateDirectory(Cache);
        using (HoldLock(Path.Combine(Cache, ".lock")))
        {
            Refusal(Options(lockLimit: TimeSpan.FromMilliseconds(100))).ShouldContain("another process has held this lock");
            using var cancellation = new CancellationTokenSource(50);
            Should.Throw<OperationCanceledException>(() => Mnist.Load(Options(), cancellation.Token));
            _mirrors.Requests.ShouldBeEmpty();
        }

        ShouldHaveLoadedAndCached(Mnist.Load(Options()));
    }

    [Fact]
    public void A_cache_folder_that_cannot_be_written_is_named()
    {
        var file = _root.Write("in-the-way", []);
        var message = Refusal(Options(cache: file));
        message.ShouldContain($"the cache folder {Path.Combine(file, "mnist")} cannot be written");
        message.ShouldContain("INKLING_CACHE can name another");
        _mirrors.Requests.ShouldBeEmpty();
    }

    [Fact]
    public void A_target_that_cannot_be_replaced_is_named()
    {
        Directory.CreateDirectory(Path.Combine(Cache, "train-labels-idx1-ubyte.gz"));
        Refusal().ShouldContain("cannot be written");
        CachedFiles().ShouldBe(["train-images-idx3-ubyte.gz"]);
    }

    /// <summary>Holds the lock in another process where the system has a program for that, else in this one.</summary>
    private static IDisposable HoldLock(string path)
    {
        if (!File.Exists("/usr/bin/flock"))
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var start = new ProcessStartInfo("/usr/bin/flock", ["--no-fork", path, "sh", "-c", "echo held; read line"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        process.StandardOutput.ReadLine().ShouldBe("held");
        return new HeldBy(process);
    }

    private sealed class HeldBy(Process process) : IDisposable
    {
        public void Dispose()
        {
            process.StandardInput.Close();
            process.WaitForExit();
            process.Dispose();
        }
    }

    /// <summary>Gives its bytes and then fails as a lost connection does.</summary>
    private sealed class BreakingStream(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position < Length ? base.ReadAsync(buffer, cancellationToken) : throw new IOException("connection reset");
    }

    /// <summary>Never gives a byte.</summary>
    private sealed class SilentStream : MemoryStream
    {
        public override bool CanSeek => false;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}
