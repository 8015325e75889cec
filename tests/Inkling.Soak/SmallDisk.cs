namespace Inkling.Soak;

/// <summary>A file system of a few megabytes in memory, which can be filled and made read-only. Mounting needs root.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _folder;

    /// <summary>Mounts a disk.</summary>
    /// <param name="folder">The folder to create and mount it on.</param>
    /// <param name="megabytes">Its size.</param>
    public SmallDisk(string folder, int megabytes)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
        if (!Mount("-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder))
            throw new InvalidOperationException($"{folder}: cannot be mounted");
    }

    /// <summary>Gets whether disks can be mounted here.</summary>
    public static bool IsAvailable { get; } = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Try();

    private string Ballast => Path.Combine(_folder, "ballast");

    /// <summary>Fills the disk up to some bytes.</summary>
    public void Fill(long left)
    {
        try
        {
            using var stream = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            var page = new byte[4096];
            while (new DriveInfo(_folder).AvailableFreeSpace > left)
                stream.Write(page);
        }
        catch (IOException)
        {
            // Full already, or read-only.
        }
    }

    /// <summary>Frees what <see cref="Fill"/> took.</summary>
    public void Free()
    {
        try
        {
            File.Delete(Ballast);
        }
        catch (IOException)
        {
            // Read-only.
        }
    }

    /// <summary>Makes the disk read-only or writable.</summary>
    /// <returns>False where a process has a file open for writing.</returns>
    public bool SetReadOnly(bool isReadOnly) => Mount("-o", $"remount,{(isReadOnly ? "ro" : "rw")}", _folder);

    /// <summary>Makes the disk writable and frees it.</summary>
    public void Heal()
    {
        SetReadOnly(false);
        Free();
    }

    public void Dispose()
    {
        Command.Succeeds("umount", "-l", _folder);
        Directory.Delete(_folder);
    }

    private static bool Try()
    {
        var folder = Directory.CreateTempSubdirectory("inkling-soak-disk-").FullName;
        try
        {
            using var disk = new SmallDisk(folder, 1);
            return true;
        }
        catch (InvalidOperationException)
        {
            Directory.Delete(folder);
            return false;
        }
    }

    private static bool Mount(params string[] arguments) => Command.Succeeds("mount", arguments);
}
