using System.Globalization;

namespace Inkling.Formats;

/// <summary>The checksum that a file of this library keeps of itself in its metadata.</summary>
internal static class SafeTensorsChecksum
{
    /// <summary>
    /// Computes the checksum of the names, types, shapes and bytes of tensors and of texts by key, in the order of their names: 16
    /// hexadecimal digits of <see cref="ContentHash"/>.
    /// </summary>
    public static string Of(IEnumerable<SafeTensor> tensors, IEnumerable<KeyValuePair<string, string>> texts)
    {
        var hash = new ContentHash();
        foreach (var tensor in tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal))
        {
            hash.Add(tensor.Name);
            hash.Add((ulong)tensor.Type);
            foreach (var size in tensor.Shape)
                hash.Add((ulong)size);
            hash.Add(tensor.Bytes.Span);
        }

        foreach (var (key, text) in texts.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            hash.Add(key);
            hash.Add(text);
        }

        return hash.Value.ToString("x16", CultureInfo.InvariantCulture);
    }
}
