using System.Diagnostics;
using System.Text;
using Inkling.Formats;
using SafeTensorsFormat = Inkling.Formats.SafeTensors;

namespace Inkling.Tests.Formats;

/// <summary>
/// Feeds damaged files to the two readers: each either reads the file or throws InvalidDataException in one line, in time, within its
/// memory. 1,000 cases for a format; INKLING_FUZZ=N sets N.
/// </summary>
public class FuzzTests
{
    private const string Name = "fuzz.bin";

    private static readonly int CasesOfAFormat =
        int.TryParse(Environment.GetEnvironmentVariable("INKLING_FUZZ"), out var cases) ? cases : 1000;

    // Small change beyond what the content explains: exception texts, stream buffers, inflater state.
    private const long Slack = 4 << 20;

    [Fact]
    public Task Damaged_IDX_files_are_read_or_refused()
    {
        byte[][] plain =
        [
            IdxTests.Bytes([2, 28, 28], IdxTests.Pattern(2 * 28 * 28)), IdxTests.Bytes([10], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
            IdxTests.Bytes([2, 1, 3, 1, 2, 1, 1, 2], IdxTests.Pattern(24)),
        ];
        return Run(
            random =>
            {
                var content = plain[random.Next(plain.Length)];
                return random.Next(3) switch
                {
                    0 => Mutations.Of(content, random),
                    1 => Mutations.Of(IdxTests.Gzip(content), random),
                    _ => IdxTests.Gzip(Mutations.Of(content, random)),
                };
            },
            stream => Idx.Read(stream, Name),
            length => (1032L * length) + Slack);
    }

    [Fact]
    public Task Damaged_safetensors_files_are_read_or_refused()
    {
        byte[][] files =
        [
            SafeTensorsTests.Bytes(
                [
                    SafeTensor.Of("0.weight", [3, 4], new float[12]), SafeTensor.Of("0.bias", [3], new float[3]),
                    SafeTensor.Of("steps", [], [5L]),
                    new SafeTensor("mask", SafeTensorType.BOOL, [5], new byte[5]),
                ],
                new Dictionary<string, string> { ["format"] = "pt", ["text"] = "größe \"x\"\n" }),
            SafeTensorsTests.Bytes([]),
            SafeTensorsTests.Bytes([SafeTensor.Of("nothing", [0, 7], ReadOnlySpan<float>.Empty), SafeTensor.Of("x", [1], [1f])]),
        ];
        return Run(
            random => DamageSafeTensors(files[random.Next(files.Length)], random),
            stream => SafeTensorsFormat.Read(stream, Name),
            length => (64L * length) + Slack);
    }

    /// <summary>Some cases repair the header's length, so that the damage reaches the JSON.</summary>
    private static byte[] DamageSafeTensors(byte[] file, RandomStream random)
    {
        if (random.Next(3) == 0)
            return Mutations.Of(file, random);
        var headerEnd = 8 + (int)BitConverter.ToInt64(file);
        var header = file[8..headerEnd];
        if (random.Next(2) == 0)
            return [.. SafeTensorsTests.File(Mutations.Of(header, random)), .. file[headerEnd..]];

        // One number or word of the JSON for another.
        string[] words =
        ["0", "-1", "1e9", "48", "9223372036854775807", "2147483647", "\"F32\"", "\"U8\"", "null", "[]", "{}", "\\ud800", ",", "\"shape\""];
        var text = Encoding.UTF8.GetString(header);
        var from = random.Next(text.Length);
        while (from > 0 && char.IsAsciiLetterOrDigit(text[from - 1]))
            from--;
        var to = from + 1;
        while (to < text.Length && char.IsAsciiLetterOrDigit(text[to]))
            to++;
        return [.. SafeTensorsTests.File(text[..from] + words[random.Next(words.Length)] + text[to..]), .. file[headerEnd..]];
    }

    private static async Task Run(Func<RandomStream, byte[]> make, Action<Stream> read, Func<int, long> allowedBytes)
    {
        var limit = TimeSpan.FromSeconds(60 + (CasesOfAFormat / 100));
        await Task.Run(() => RunCases(make, read, allowedBytes)).WaitAsync(limit);
    }

    private static void RunCases(Func<RandomStream, byte[]> make, Action<Stream> read, Func<int, long> allowedBytes)
    {
        var (accepted, refused) = (0, 0);
        for (var i = 0; i < CasesOfAFormat; i++)
        {
            var content = make(RandomStream.ForItem(20, (ulong)i));
            Stream stream = i % 8 == 0 ? new ForwardOnlyStream(content) : new MemoryStream(content);
            var started = Stopwatch.GetTimestamp();
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(stream);
                accepted++;
            }
            catch (InvalidDataException error) when (error.Message.StartsWith(Name + ": ", StringComparison.Ordinal)
                && !error.Message.Contains('\n'))
            {
                refused++;
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"case {i}: {Convert.ToHexString(content)}", error);
            }

            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (allocated > allowedBytes(content.Length))
                throw new InvalidOperationException($"case {i}: {allocated:N0} bytes allocated for {content.Length} of content");
            if (Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(10))
                throw new InvalidOperationException($"case {i}: {Stopwatch.GetElapsedTime(started)} for {content.Length} bytes");
        }

        // Damage that is always refused, or never, would test the first check only.
        refused.ShouldBeGreaterThan(CasesOfAFormat / 4);
        if (CasesOfAFormat >= 1000)
            accepted.ShouldBeGreaterThan(CasesOfAFormat / 100);
        TestContext.Current.TestOutputHelper!.WriteLine($"{CasesOfAFormat} cases: {accepted} accepted, {refused} refused");
    }
}
