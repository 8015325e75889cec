using Inkling.Formats;

namespace Inkling.Tests.Formats;

public sealed class CreatedFolderTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Only_what_was_created_and_is_empty_is_deleted()
    {
        Directory.CreateDirectory(_scratch["old"]);
        var folder = CreatedFolder.Create(_scratch["old/a/b/c/"]);
        Directory.Exists(_scratch["old/a/b/c"]).ShouldBeTrue();
        Directory.CreateDirectory(_scratch["old/a/other"]);
        folder.Delete();
        Directory.GetDirectories(_scratch["old/a"]).ShouldBe([_scratch["old/a/other"]]);

        CreatedFolder.Create(_scratch["old/a"]).Delete();
        CreatedFolder.Create(_scratch["old/x"]).Delete();
        Directory.GetDirectories(_scratch["old"]).ShouldBe([_scratch["old/a"]]);
    }

    [Fact]
    public void A_name_that_is_too_long_leaves_no_parents()
    {
        Should.Throw<PathTooLongException>(() => CreatedFolder.Create(_scratch[$"a/b/{new string('c', 300)}"]));
        if (!OperatingSystem.IsWindows())
            Should.Throw<PathTooLongException>(() => CreatedFolder.Create(_scratch[string.Join('/', Enumerable.Repeat("folder", 1000))]));
        Directory.GetFileSystemEntries(_scratch.Folder).ShouldBeEmpty();
    }

    [Fact]
    public void A_file_in_the_way_is_an_error_and_stays()
    {
        _scratch.Put("file", "content"u8);
        Should.Throw<IOException>(() => CreatedFolder.Create(_scratch["file/a"]));
        File.ReadAllText(_scratch["file"]).ShouldBe("content");
    }
}
