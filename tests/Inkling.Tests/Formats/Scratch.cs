namespace Inkling.Tests.Formats;

/// <summary>A directory of its own for one test, removed afterwards.</summary>
internal sealed class Scratch : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("inkling-").FullName;

    public string this[string name] => Path.Combine(Folder, name);

    public string Put(string name, ReadOnlySpan<byte> content)
    {
        File.WriteAllBytes(this[name], content);
        return this[name];
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
