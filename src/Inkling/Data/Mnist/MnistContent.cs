using System.Runtime.ExceptionServices;

namespace Inkling.Data;

/// <summary>The result of reading a folder.</summary>
/// <param name="Sets">The subsets in the order requested; null for one whose content is invalid.</param>
/// <param name="ContentError">The first error in the content, if there is one.</param>
/// <param name="Problems">The files that are not MNIST's own.</param>
internal sealed record MnistContent(ImageDataset?[] Sets, Exception? ContentError, IReadOnlyList<MnistProblem> Problems)
{
    /// <summary>Gets the sets if the content is valid.</summary>
    /// <exception cref="InvalidDataException">The content is invalid; the message names the file.</exception>
    public ImageDataset[] ValidSets()
    {
        if (ContentError is not null)
            ExceptionDispatchInfo.Throw(ContentError);
        return [.. Sets.Select(set => set!)];
    }

    /// <summary>Gets the sets if the files are MNIST's own. An error in the content says more and is thrown first.</summary>
    /// <exception cref="InvalidDataException">The files are not MNIST's; the message names the file.</exception>
    public ImageDataset[] OfficialSets()
    {
        var sets = ValidSets();
        return Problems.Count == 0
            ? sets
            : throw new InvalidDataException($"{Problems[0].Text} (a folder of other digits is named with --data)");
    }
}

/// <summary>A file that is not MNIST's own, and why.</summary>
internal sealed record MnistProblem(MnistFile File, string Text);
