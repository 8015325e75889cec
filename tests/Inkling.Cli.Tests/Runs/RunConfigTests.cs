using System.Text;
using Inkling.Cli.Runs;

namespace Inkling.Cli.Tests.Runs;

public sealed class RunConfigTests : IDisposable
{
    private const string Valid = """
        {
          "model": "mlp", "epochs": 3, "batch-size": 64, "optimizer": "sgd", "lr": 0.1, "momentum": 0.9, "weight-decay": 0,
          "schedule": "constant", "augmentation": "none", "seed": 1, "threads": 2, "checkpoint-every": 10, "limit": 100,
          "data": { "source": "handwriting", "name": "handwriting", "train_images": 100 }, "command": "inkling train"
        }
        """;

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1.5", "1e400", "-1e400", "9223372036854775808", "123456789012345678901234567890", "\"\"", "\"3\"",
        "\"\\u0000\"", "\"\\ud800\"", "\"\\u001b[31m\"", "[]", "[1]", "{}", "{\"a\":1}", "NaN", "1e-400", "\"mlp\"", "2147483647",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("inkling-config-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_value_may_be_any_other_value()
    {
        // Each value in turn is replaced by each of the others: 16 x 22 configurations.
        var (read, refused) = (0, 0);
        foreach (var (from, length) in ValuesOf(Valid))
        {
            foreach (var value in Values)
            {
                if (IsRead(Encoding.UTF8.GetBytes(string.Concat(Valid.AsSpan(0, from), value, Valid.AsSpan(from + length)))))
                    read++;
                else
                    refused++;
            }
        }

        read.ShouldBeGreaterThan(20);
        refused.ShouldBeGreaterThan(150);
    }

    [Fact]
    public void Damaged_bytes_are_read_or_refused()
    {
        var refused = 0;
        for (var i = 0; i < 300; i++)
        {
            var random = RandomStream.ForItem(31, (ulong)i);
            var content = Encoding.UTF8.GetBytes(Valid);
            for (var change = random.Next(4); change >= 0; change--)
                content[random.Next(content.Length)] = (byte)random.Next(256);
            if (!IsRead(random.Next(4) == 0 ? content[..random.Next(content.Length)] : content))
                refused++;
        }

        refused.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void Content_that_is_no_configuration_is_refused()
    {
        IsRead(Encoding.UTF8.GetBytes(Valid)).ShouldBeTrue();
        IsRead([]).ShouldBeFalse();
        IsRead([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Valid)]).ShouldBeFalse();
        IsRead(Encoding.Unicode.GetBytes(Valid)).ShouldBeFalse();
        IsRead(Encoding.UTF8.GetBytes(new string('[', 100_000))).ShouldBeFalse();
        IsRead(Encoding.UTF8.GetBytes(Valid.Replace("\"epochs\": 3", "\"epochs\": 3, \"epochs\": 4"))).ShouldBeFalse();
        IsRead(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"data\":", 200)) + "1" + new string('}', 200))).ShouldBeFalse();
        IsRead(Encoding.UTF8.GetBytes(Valid.Replace("\"source\": \"handwriting\"", "\"source\": \" \""))).ShouldBeFalse();
        IsRead(new byte[100 << 20]).ShouldBeFalse();
    }

    [Fact]
    public void A_pipe_is_not_waited_for()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no named pipes in folders.");
        System.Diagnostics.Process.Start("mkfifo", [Path.Combine(_folder, "config.json")]).WaitForExit();
        Should.Throw<InvalidDataException>(() => RunConfig.Read(_folder)).Message.ShouldEndWith(": empty or not a regular file");
    }

    private static IEnumerable<(int From, int Length)> ValuesOf(string json)
    {
        for (var colon = json.IndexOf(':'); colon >= 0; colon = json.IndexOf(':', colon + 1))
        {
            var from = colon + 2;
            var length = json.AsSpan(from).IndexOfAny(",\n}");
            yield return (from, json[from] == '{' ? json.IndexOf('}', from) + 1 - from : length);
        }
    }

    /// <summary>Whether the configuration is read; an error has to be one line that begins with the path.</summary>
    private bool IsRead(byte[] content)
    {
        var path = Path.Combine(_folder, "config.json");
        File.WriteAllBytes(path, content);
        try
        {
            _ = RunConfig.Read(_folder).Command;
            return true;
        }
        catch (InvalidDataException error)
        {
            error.Message.ShouldStartWith(path + ": ");
            return false;
        }
    }
}
