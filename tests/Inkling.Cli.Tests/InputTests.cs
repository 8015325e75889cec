using System.Diagnostics;
using System.Text.Json;
using Inkling.Data;

namespace Inkling.Cli.Tests;

/// <summary>What commands do with inputs that are not files, and with very many or very large ones.</summary>
public class InputTests(TrainedRun run) : IClassFixture<TrainedRun>
{
    private Program Program => run.Program;

    [Theory]
    [InlineData("cat one.png | $INKLING predict - --json", "-")]
    [InlineData("cat one.png | $INKLING predict /dev/stdin --json", "/dev/stdin")]
    [InlineData("$INKLING predict /dev/stdin --json < one.png", "/dev/stdin")]
    [InlineData("$INKLING predict <(cat one.png) --json", "/dev/fd/63")]
    [InlineData("$INKLING predict <(gzip -c one-images-idx3-ubyte) --json", "/dev/fd/63")]
    [InlineData("(sleep 0.5; cat one.png > written)& $INKLING predict written --json", "written")]
    public void A_pipe_with_a_writer_is_read(string command, string name)
    {
        NotOnWindows();
        Write("one.png", Pictures.Scan(1));
        Write("one-images-idx3-ubyte", IdxOf(Handwriting.Test(1)));
        Pipe("written");
        var outcome = Shell(command);
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        outcome.Json.EnumerateArray().ShouldHaveSingleItem().GetProperty("file").GetString().ShouldBe(name);
    }

    [Theory]
    [InlineData("predict silent", "silent: no data within 10 seconds, expected a picture or an IDX file")]
    [InlineData("predict /dev/zero", "/dev/zero: not a picture, it starts with 00 00 00 00 00 00 00 00, ")]
    [InlineData("predict /dev/urandom", "/dev/urandom: ")]
    [InlineData("predict /dev/null", "/dev/null: the file is empty, ")]
    [InlineData("predict loop", "loop: ")]
    [InlineData("predict nowhere", "nowhere: there is no such file or folder")]
    [InlineData("predict folder", "folder: is a folder, expected a picture or an IDX file")]
    [InlineData("predict one.png --model silent", "silent: empty or not a regular file")]
    [InlineData("evaluate silent", "silent: empty or not a regular file")]
    [InlineData("report /dev/zero", "/dev/zero: empty or not a regular file")]
    [InlineData("data --data silent.csv", "silent.csv: empty or not a regular file")]
    [InlineData("data --data silent-images-idx3-ubyte", "silent-labels-idx1-ubyte: empty or not a regular file")]
    public void What_is_not_a_file_is_one_line_and_never_waited_for(string command, string message)
    {
        NotOnWindows();
        Write("one.png", Pictures.Scan(1));
        Array.ForEach(["silent", "silent.csv", "silent-images-idx3-ubyte", "silent-labels-idx1-ubyte"], Pipe);
        Directory.CreateDirectory(Program["folder"]);
        Link("loop", "loop");
        Link("nowhere", "gone");
        var outcome = Program.Run(command.Split(' '));
        (outcome.ExitCode, outcome.OutputBytes.Length).ShouldBe((1, 0));
        TrainTests.OneLine(outcome).ShouldStartWith($"inkling: {message}");
    }

    [Fact]
    public void A_file_without_read_permission_is_one_line()
    {
        NotOnWindows();
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "The superuser reads every file.");
        Write("secret.png", Pictures.Scan(1));
        Process.Start("chmod", ["000", Program["secret.png"]]).WaitForExit();
        var outcome = Program.Run("predict", "secret.png");
        outcome.ExitCode.ShouldBe(1);
        TrainTests.OneLine(outcome).ShouldBe("inkling: secret.png: access is denied");
    }

    [Fact]
    public void More_images_than_the_limit_are_refused_without_a_switch()
    {
        // Zeros compress 1000 to 1: a million and one images in less than a megabyte.
        const int Count = 1_000_001;
        Write("many.gz", IdxBytesOf(Count));
        var outcome = Program.Run("predict", "many.gz");
        (outcome.ExitCode, outcome.OutputBytes.Length).ShouldBe((1, 0));
        TrainTests.OneLine(outcome).ShouldBe(
            "inkling: many.gz: 1,000,001 images, at most 1,000,000 are classified without --limit; expected --limit N for the first N");
        outcome = Program.Run("predict", "many.gz", "--limit", "600", "--json");
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        outcome.Json.EnumerateArray().Select(answer => answer.GetProperty("index").GetInt32()).ShouldBe(Enumerable.Range(0, 600));
    }

    [Theory]
    [InlineData("train", 1, 1, 5000, "images of 1x5000, at most 512x512 are read")]
    [InlineData("train --model resnet18", 1, 4096, 4096, "images of 4096x4096, at most 512x512 are read")]
    [InlineData("data", 1, 16384, 10922, "images of 16384x10922, at most 512x512 are read")]
    [InlineData("evaluate", 1, 1024, 28, "images of 1024x28, at most 512x512 are read")]
    [InlineData("train --hidden 65536", 2, 512, 512, "--hidden 65536: mlp for images of 512x512 ")]
    [InlineData("sweep --hidden 1,65536", 2, 512, 512, "--hidden 65536: mlp for images of 512x512 ")]
    [InlineData("lr-find --hidden 65536", 2, 512, 512, "--hidden 65536: mlp for images of 512x512 ")]
    public void Images_too_large_for_data_are_one_line_before_any_work(string command, int exitCode, int rows, int columns, string message)
    {
        const string Images = "large-images-idx3-ubyte", Labels = "large-labels-idx1-ubyte";
        using var program = new Program();
        using (var images = new System.IO.Compression.GZipStream(
            File.Create(program[Images + ".gz"]), System.IO.Compression.CompressionLevel.Fastest))
        {
            images.Write([0, 0, 8, 3, 0, 0, 0, 6, 0, 0, (byte)(rows >> 8), (byte)rows, 0, 0, (byte)(columns >> 8), (byte)columns]);
            if (exitCode == 2)
                images.Write(new byte[6 * rows * columns]);
        }

        // Bytes enough for what the header states, if it was unpacked.
        if (exitCode == 1)
            File.AppendAllText(program[Images + ".gz"], new string('\0', (int)(6L * rows * columns / 1000)));
        File.WriteAllBytes(program[Labels], [0, 0, 8, 1, 0, 0, 0, 6, 0, 1, 2, 3, 4, 5]);
        string[] model = command == "evaluate" ? [Path.Combine(Program.Folder, run.Model)] : [];
        var outcome = program.Run([.. command.Split(' '), .. model, "--data", Images + ".gz"]);
        outcome.ExitCode.ShouldBe(exitCode);
        TrainTests.OneLine(outcome).ShouldStartWith("inkling: " + (exitCode == 1 ? $"{Images}.gz: " : "") + message);
        Directory.Exists(program["runs"]).ShouldBeFalse();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Images_before_damage_are_classified(bool isJson)
    {
        Write("cut-images-idx3-ubyte", IdxOf(Handwriting.Test(600))[..(16 + (550 * 784) + 5)]);
        var outcome = Program.RunWith(
            File.ReadAllBytes(Program["cut-images-idx3-ubyte"]), ["predict", "-", .. isJson ? ["--json"] : Array.Empty<string>()]);
        outcome.ExitCode.ShouldBe(1);
        TrainTests.OneLine(outcome).ShouldBe(
            "inkling: standard input: [600, 28, 28] needs 470,400 values, the file holds 431,205 (cut short)");
        if (isJson)
            outcome.Json.GetArrayLength().ShouldBe(550);
        else
            outcome.Output.TrimEnd().Split('\n').Length.ShouldBe(1 + 550);
    }

    [Fact]
    public void Ctrl_C_ends_a_long_output_with_valid_JSON()
    {
        NotOnWindows();
        Write("endless.gz", IdxBytesOf(1_000_000));
        using var process = Program.Start("predict", "endless.gz", "--json");
        var first = new byte[4096];
        process.StandardOutput.BaseStream.ReadExactly(first);
        Program.Interrupt(process);
        var outcome = Program.Finish(process);
        outcome.ExitCode.ShouldBe(130);
        outcome.Error.TrimEnd().Split('\n').ShouldBe(["inkling: stopping; Ctrl+C again ends at once", "inkling: stopped"]);
        JsonDocument.Parse((byte[])[.. first, .. outcome.OutputBytes]).RootElement.GetArrayLength().ShouldBeLessThan(1_000_000);
    }

    [Fact]
    public void Ctrl_C_ends_the_wait_for_standard_input()
    {
        NotOnWindows();

        // The program handles the signal once it has begun; before, the signal ends it with 143.
        int exitCode;
        var wait = TimeSpan.FromSeconds(1);
        do
        {
            using var process = Program.Start("predict", "-", "--model", run.Model);
            Thread.Sleep(wait);
            Program.Interrupt(process);
            exitCode = Program.Finish(process).ExitCode;
            wait *= 2;
        }
        while (exitCode == 143 && wait < TimeSpan.FromMinutes(1));
        exitCode.ShouldBe(130);
    }

    [Fact]
    public void Very_many_pictures_are_classified_in_order()
    {
        var names = Enumerable.Range(0, 500).Select(i => $"p{i}.png").ToArray();
        for (var i = 0; i < names.Length; i++)
            Write(names[i], Pictures.Scan(i % 10, 1 + (i % 3)));
        var outcome = Program.Run(["predict", .. names, "--json"]);
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        outcome.Json.EnumerateArray().Select(answer => answer.GetProperty("file").GetString()).ShouldBe(names);
    }

    private static void NotOnWindows() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no named pipes in folders.");

    private static byte[] IdxOf(ImageDataset set)
    {
        using var stream = new MemoryStream();
        Formats.Idx.Write(stream, [set.Count, 28, 28], set.Pixels);
        return stream.ToArray();
    }

    /// <summary>Blank images, compressed.</summary>
    private static byte[] IdxBytesOf(int count)
    {
        using var stream = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(stream, System.IO.Compression.CompressionLevel.Fastest))
        {
            gzip.Write([0, 0, 8, 3, (byte)(count >> 24), (byte)(count >> 16), (byte)(count >> 8), (byte)count, 0, 0, 0, 28, 0, 0, 0, 28]);
            var block = new byte[784 * 1000];
            for (var left = count; left > 0; left -= 1000)
                gzip.Write(block.AsSpan(0, Math.Min(left, 1000) * 784));
        }

        return stream.ToArray();
    }

    /// <summary>Runs a command line of bash in which $INKLING is the program.</summary>
    private Outcome Shell(string command)
    {
        var start = new ProcessStartInfo("bash", ["-c", command])
        {
            WorkingDirectory = Program.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["INKLING"] = $"dotnet {Program.Library}";
        return Program.Finish(Process.Start(start)!);
    }

    private void Pipe(string name)
    {
        if (!File.Exists(Program[name]))
            Process.Start("mkfifo", [Program[name]]).WaitForExit();
    }

    private void Link(string name, string target)
    {
        if (new FileInfo(Program[name]).LinkTarget is null)
            File.CreateSymbolicLink(Program[name], target);
    }

    private void Write(string name, byte[] content) => File.WriteAllBytes(Program[name], content);
}
