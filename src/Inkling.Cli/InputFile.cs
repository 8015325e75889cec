using Inkling.Data;
using Inkling.Formats;
using Inkling.Pictures;

namespace Inkling.Cli;

/// <summary>Images of a file that a command classifies, or what is wrong with the file.</summary>
/// <param name="Path">The path as the user wrote it.</param>
/// <param name="Content">A batch of prepared images; null where there is an error.</param>
/// <param name="Error">The error in one line; null where there is none.</param>
internal sealed record InputFile(string Path, DigitFile? Content, string? Error)
{
    /// <summary>Stands for standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>The largest number of images of an IDX file that are read without a limit of the user.</summary>
    public const int MaximumImages = 1_000_000;

    /// <summary>The number of files that are opened at the same time.</summary>
    private const int GroupSize = 64;

    /// <summary>
    /// Reads files in order, batch by batch; their first batches are prepared in parallel. One that is damaged does not keep the others
    /// from being read.
    /// </summary>
    /// <param name="paths">Paths, or <see cref="StandardInput"/>.</param>
    /// <param name="limit">
    /// The maximum number of images of an IDX file; null to refuse a file of more than <see cref="MaximumImages"/>.
    /// </param>
    /// <param name="cancellation">Ends the wait for a file.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested.</exception>
    public static IEnumerable<InputFile> Read(IReadOnlyList<string> paths, int? limit, CancellationToken cancellation)
    {
        foreach (var group in paths.Chunk(GroupSize))
        {
            Batches[] files = [.. group.Select(path => new Batches(path, limit, cancellation))];
            try
            {
                // A single file takes no thread of the pool, which would have to start.
                if (files is [var only])
                    only.MoveNext();
                else
                    Parallel.ForEach(files, new ParallelOptions { CancellationToken = cancellation }, file => file.MoveNext());
                foreach (var file in files)
                {
                    for (; file.Current is { } batch; file.MoveNext())
                    {
                        cancellation.ThrowIfCancellationRequested();
                        yield return batch;
                    }
                }
            }
            finally
            {
                foreach (var file in files)
                    file.Dispose();
            }
        }
    }

    /// <summary>Gets the name of an image: the path, with the index in an IDX file.</summary>
    /// <param name="index">The index in the file.</param>
    public string NameOf(int index) => Content is { IsIdx: true } ? $"{Path}[{index}]" : Path;

    /// <summary>The batches of one file, the last of which may be an error.</summary>
    private sealed class Batches(string path, int? limit, CancellationToken cancellation) : IDisposable
    {
        private readonly string _name = path == StandardInput ? "standard input" : path;
        private IEnumerator<DigitFile>? _batches;

        /// <summary>Gets the batch; null before the first and after the last one.</summary>
        public InputFile? Current { get; private set; }

        public void MoveNext()
        {
            if (Current?.Error is not null)
            {
                Current = null;
                return;
            }

            try
            {
                _batches ??= Open().GetEnumerator();
                Current = _batches.MoveNext() ? new InputFile(path, Checked(_batches.Current), null) : null;
            }
            catch (Exception error) when (ErrorHandling.IsExpected(error))
            {
                Current = new InputFile(path, null, ErrorHandling.Describe(error, _name));
            }
        }

        public void Dispose() => _batches?.Dispose();

        private IEnumerable<DigitFile> Open()
        {
            if (Directory.Exists(path))
                throw new CliException($"{path}: is a folder, expected a picture or an IDX file");
            if (path != StandardInput && RegularFile.HasContent(path))
                return DigitFile.ReadBatches(path, limit ?? int.MaxValue);
            var labels = path == StandardInput ? null : IdxImages.FindLabels(path);
            var stream = path == StandardInput
                ? PipeInput.OpenStandardInput(_name, cancellation)
                : PipeInput.Open(path, cancellation);
            return Owning(stream, labels);
        }

        private IEnumerable<DigitFile> Owning(PipeInput stream, string? labels)
        {
            using (stream)
            {
                foreach (var batch in DigitFile.ReadBatches(stream, _name, limit ?? int.MaxValue, labels))
                    yield return batch;
            }
        }

        private DigitFile Checked(DigitFile batch) => limit is not null || batch.Count <= MaximumImages
            ? batch
            : throw new CliException(
                $"{_name}: {batch.Count:N0} images, at most {MaximumImages:N0} are classified without --limit; "
                + "expected --limit N for the first N");
    }
}
