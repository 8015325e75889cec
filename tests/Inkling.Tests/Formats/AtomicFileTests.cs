using Inkling.Formats;

namespace Inkling.Tests.Formats;

public sealed class AtomicFileTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_new_file_holds_what_was_written()
    {
        AtomicFile.Write(_scratch["new"], stream => stream.Write("content"u8));
        File.ReadAllText(_scratch["new"]).ShouldBe("content");
        Directory.GetFiles(_scratch.Folder).Length.ShouldBe(1);
    }

    [Fact]
    public void A_check_leaves_nothing_and_changes_nothing()
    {
        _scratch.Put("old", "old"u8);
        AtomicFile.Check(_scratch["old"]);
        AtomicFile.Check(_scratch["new"]);
        Directory.GetFiles(_scratch.Folder).ShouldBe([_scratch["old"]]);
        File.ReadAllText(_scratch["old"]).ShouldBe("old");
        Should.Throw<IOException>(() => AtomicFile.Check(_scratch[new string('n', 240)]));
        Should.Throw<DirectoryNotFoundException>(() => AtomicFile.Check(_scratch["none/file"]));
        Should.Throw<ArgumentException>(() => AtomicFile.Check(_scratch.Folder + "/"));
        Should.Throw<IOException>(() => AtomicFile.Check("/dev/null"));
    }

    [Fact]
    public void A_shorter_content_replaces_a_longer_one()
    {
        _scratch.Put("old", "something longer"u8);
        AtomicFile.Write(_scratch["old"], stream => stream.Write("short"u8));
        File.ReadAllText(_scratch["old"]).ShouldBe("short");
    }

    [Fact]
    public void A_failed_write_leaves_the_old_file_and_nothing_else()
    {
        _scratch.Put("old", "old"u8);
        Should.Throw<IOException>(() => AtomicFile.Write(_scratch["old"], stream =>
        {
            stream.Write(new byte[200_000]);
            throw new IOException("disk full");
        })).Message.ShouldBe("disk full");
        File.ReadAllText(_scratch["old"]).ShouldBe("old");
        Directory.GetFiles(_scratch.Folder).ShouldBe([_scratch["old"]]);
    }

    [Fact]
    public void The_target_is_untouched_until_the_content_is_complete()
    {
        _scratch.Put("old", "old"u8);
        AtomicFile.Write(_scratch["old"], stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            File.ReadAllText(_scratch["old"]).ShouldBe("old");
        });
        File.ReadAllText(_scratch["old"]).ShouldBe("new");
    }

    [Fact]
    public void Temporary_files_of_a_killed_process_are_deleted_and_nothing_else()
    {
        _scratch.Put(".old.k3jd9a2b.x1z.tmp", "o"u8);
        _scratch.Put(".hidden", "hidden"u8);
        _scratch.Put("other.tmp", "other"u8);
        _scratch.Put(".mine.tmp", "mine"u8);
        AtomicFile.DeleteTemporary(_scratch.Folder);
        AtomicFile.DeleteTemporary(_scratch["missing"]);
        Directory.GetFiles(_scratch.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)
            .ShouldBe([".hidden", ".mine.tmp", "other.tmp"]);
    }

    [Fact]
    public void A_directory_in_the_way_leaves_no_temporary_file()
    {
        Directory.CreateDirectory(_scratch["taken"]);
        var error = Should.Throw<Exception>(() => AtomicFile.Write(_scratch["taken"], stream => stream.Write("x"u8)));
        (error is IOException or UnauthorizedAccessException).ShouldBeTrue(error.ToString());
        Directory.GetFiles(_scratch.Folder).ShouldBeEmpty();
    }

    [Fact]
    public void A_missing_directory_is_named() =>
        Should.Throw<DirectoryNotFoundException>(() => AtomicFile.Write(_scratch["no/such/file"], _ => { }));

    [Fact]
    public void A_directory_is_not_a_file_name() =>
        Should.Throw<ArgumentException>(() => AtomicFile.Write(_scratch.Folder + Path.DirectorySeparatorChar, _ => { }));

    [Fact]
    public void A_device_is_not_replaced_by_a_file()
    {
        if (OperatingSystem.IsWindows())
            return;
        Should.Throw<IOException>(() => AtomicFile.Write("/dev/inkling-test", _ => { })).Message
            .ShouldBe("/dev/inkling-test: a device is not replaced by a file");
    }
}
