using Inkling.Cli;
using Inkling.Fuzz.Targets;

namespace Inkling.Fuzz;

/// <summary>
/// A reader of files under test. It accepts a content, or refuses it with an error in one line that names its file; anything else is
/// a finding, and so is memory beyond what the content explains.
/// </summary>
internal abstract class FuzzTarget : IDisposable
{
    /// <summary>The memory that every target may allocate: texts of exceptions, stream buffers, state of the inflater.</summary>
    protected const long Slack = 4 << 20;

    private static readonly Dictionary<string, Func<FuzzTarget>> Constructors = new()
    {
        ["idx"] = () => new IdxTarget(),
        ["csv"] = () => new CsvTarget(),
        ["safetensors"] = () => new SafeTensorsTarget(),
        ["model"] = () => new ModelTarget(),
        ["config"] = () => new ConfigTarget(),
        ["metrics"] = () => new MetricsTarget(),
        ["checkpoint"] = () => new CheckpointTarget(),
        ["picture"] = () => new PictureTarget(),
        ["mnist"] = () => new MnistTarget(),
        ["digits"] = () => new DigitsTarget(),
    };

    public static IReadOnlyCollection<string> Names => Constructors.Keys;

    /// <summary>Gets valid files of a few kilobytes, written by the program itself.</summary>
    public abstract IEnumerable<byte[]> Seeds { get; }

    /// <summary>Gets what an error names: the path, unless a reader names the file only.</summary>
    protected virtual string Subject => Folder;

    /// <summary>Gets a folder for the files of one input.</summary>
    protected string Folder { get; } = Directory.CreateTempSubdirectory("inkling-fuzz-").FullName;

    /// <summary>Creates a target with a folder of its own.</summary>
    public static FuzzTarget Create(string name) => Constructors[name]();

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Reads a content.</summary>
    /// <returns>True if it is accepted, false if it is refused as it should be.</returns>
    /// <exception cref="FindingException">The memory exceeds the limit.</exception>
    public bool Run(byte[] content)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var isAccepted = IsAccepted(content);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return allocated <= AllowedBytes(content.Length)
            ? isAccepted
            : throw new FindingException($"{allocated:N0} bytes allocated for {content.Length:N0} of content");
    }

    /// <summary>Damages a seed so that the damage is read, behind checksums and compression.</summary>
    public virtual byte[] Damage(byte[] seed, RandomStream random) => Mutations.Of(seed, random);

    /// <summary>Reads a content, which may throw what a command reports in one line.</summary>
    protected abstract void Read(byte[] content);

    /// <summary>Computes the largest number of bytes that reading may allocate.</summary>
    /// <param name="length">The length of the content.</param>
    protected virtual long AllowedBytes(int length) => (64L * length) + Slack;

    /// <summary>Writes a content to a file in <see cref="Folder"/>.</summary>
    protected string Put(string name, ReadOnlySpan<byte> content)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Reads in two ways, which must both accept the content or both refuse it.</summary>
    protected static T SameOutcome<T>(Func<T> read, Func<T> other)
    {
        var isAccepted = false;
        try
        {
            other();
            isAccepted = true;
            return read();
        }
        catch (InvalidDataException error) when (isAccepted)
        {
            throw new FindingException("accepted as a stream, refused as a file", error);
        }
        catch (InvalidDataException)
        {
            read();
            throw new FindingException("accepted as a file, refused as a stream");
        }
    }

    private bool IsAccepted(byte[] content)
    {
        try
        {
            Read(content);
            return true;
        }
        catch (Exception error) when (error is InvalidDataException or CliException)
        {
            var isLine = error.Message.Contains(Subject, StringComparison.Ordinal) && !error.Message.AsSpan().ContainsAny("\r\n");
            var shown = ErrorHandling.OneLine(ErrorHandling.Describe(error));
            if (!isLine || shown.Length > ErrorHandling.LongestLine || shown.Any(char.IsControl))
                throw new FindingException($"expected one line that names {Subject}", error);
            return false;
        }
    }
}
