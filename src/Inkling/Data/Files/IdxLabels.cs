namespace Inkling.Data;

/// <summary>Finds the labels that go with a file of images, by the names that MNIST's files have.</summary>
public static class IdxLabels
{
    /// <summary>The labels file in the folder of an images file, compressed or not.</summary>
    /// <param name="imagesPath">A file such as <c>t10k-images-idx3-ubyte.gz</c> or <c>t10k-images.idx3-ubyte</c>.</param>
    /// <returns>The path, or null where the name has no "images" in it or no such file is there.</returns>
    public static string? Beside(string imagesPath)
    {
        var name = Path.GetFileName(imagesPath);
        if (!name.Contains("images", StringComparison.Ordinal))
            return null;
        var plain = name.EndsWith(".gz", StringComparison.Ordinal) ? name[..^3] : name;
        plain = plain.Replace("images", "labels", StringComparison.Ordinal).Replace("idx3", "idx1", StringComparison.Ordinal);
        var path = Path.Combine(Path.GetDirectoryName(imagesPath) ?? "", plain);
        return File.Exists(path + ".gz") ? path + ".gz" : File.Exists(path) ? path : null;
    }
}
