namespace Inkling.Data;

/// <summary>One of MNIST's files: its name without ".gz", and byte count and MD5 of the compressed and the extracted form.</summary>
internal sealed record MnistFile(string Name, long CompressedBytes, string CompressedMd5, long ExtractedBytes, string ExtractedMd5)
{
    public string CompressedName => Name + ".gz";

    /// <summary>
    /// Gets the names of the file, of which the first that exists is read; some programs extract it with a dot before "idx".
    /// </summary>
    public IEnumerable<string> Names
    {
        get
        {
            var dotted = Name.Replace("-idx", ".idx", StringComparison.Ordinal);
            return [CompressedName, Name, dotted + ".gz", dotted];
        }
    }
}

/// <summary>The files of the training set or the test set.</summary>
internal sealed record MnistSubset(string Name, MnistFile Images, MnistFile Labels)
{
    public IEnumerable<MnistFile> Files => [Images, Labels];
}

/// <summary>The four files.</summary>
internal sealed record MnistFiles(MnistSubset Train, MnistSubset Test)
{
    /// <summary>MNIST as its mirrors have it (LeCun, Cortes and Burges, 1998).</summary>
    public static MnistFiles Official { get; } = new(
        new MnistSubset(
            "train",
            new MnistFile(
                "train-images-idx3-ubyte", 9_912_422, "f68b3c2dcbeaaa9fbdd348bbdeb94873", 47_040_016, "6bbc9ace898e44ae57da46a324031adb"),
            new MnistFile(
                "train-labels-idx1-ubyte", 28_881, "d53e105ee54ea40749a09fcbcd1e9432", 60_008, "a25bea736e30d166cdddb491f175f624")),
        new MnistSubset(
            "test",
            new MnistFile(
                "t10k-images-idx3-ubyte", 1_648_877, "9fb629c4189551a2d022fa330f9573f3", 7_840_016, "2646ac647ad5339dbf082846283269ea"),
            new MnistFile(
                "t10k-labels-idx1-ubyte", 4_542, "ec29112dd5afa0611ce80d1b7f02629c", 10_008, "27ae3e4e09519cfbb04c329615203637")));

    public IEnumerable<MnistFile> All => [.. Train.Files, .. Test.Files];
}
