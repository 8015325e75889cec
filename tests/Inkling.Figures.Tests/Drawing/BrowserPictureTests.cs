using Inkling.Figures.Charts;
using Inkling.Figures.Drawing;
using Inkling.Formats;

namespace Inkling.Figures.Tests.Drawing;

public sealed class BrowserPictureTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("inkling-figures-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_png_has_two_pixels_for_each_unit_or_the_message_says_what_is_missing()
    {
        var path = Path.Combine(_folder, "a.png");
        var figure = FunctionCharts.Relu();
        if (BrowserPicture.Find(Environment.GetEnvironmentVariable("PATH")) is null)
        {
            Should.Throw<IOException>(() => figure.Save(path)).Message.ShouldBe(
                $"{path}: a picture as PNG needs Chromium, Chrome or Edge on the PATH, and none is there; .svg needs nothing");
            Directory.EnumerateFileSystemEntries(_folder).ShouldBeEmpty();
            return;
        }

        figure.Save(path);
        var image = Png.ReadFile(path);
        image.Width.ShouldBe(960);
        image.Height.ShouldBe((int)Math.Ceiling(figure.Height) * 2);
        Directory.EnumerateFileSystemEntries(_folder).Count().ShouldBe(1);
    }

    [Fact]
    public void A_browser_that_draws_nothing_or_cannot_be_started_is_one_line_and_leaves_nothing()
    {
        if (OperatingSystem.IsWindows())
            return;
        var (path, browser) = (Path.Combine(_folder, "a.png"), Path.Combine(_folder, "chromium"));
        File.WriteAllText(browser, "#!/bin/sh\necho first >&2\necho no display >&2\n");
        Should.Throw<IOException>(
            () => BrowserPicture.Png(browser, path, "<svg/>", 1, 1)).Message.ShouldStartWith($"{path}: {browser} does not start: ");
        File.SetUnixFileMode(browser, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Should.Throw<IOException>(
            () => BrowserPicture.Png(browser, path, "<svg/>", 1, 1)).Message.ShouldBe($"{path}: {browser} made no picture: no display");
        Directory.EnumerateFileSystemEntries(_folder).Count().ShouldBe(1);
    }

    [Fact]
    public void A_browser_that_hangs_is_ended()
    {
        if (OperatingSystem.IsWindows())
            return;
        var (path, browser) = (Path.Combine(_folder, "a.png"), Path.Combine(_folder, "chromium"));
        File.WriteAllText(browser, "#!/bin/sh\nsleep 1000\n");
        File.SetUnixFileMode(browser, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Should.Throw<IOException>(() => BrowserPicture.Png(browser, path, "<svg/>", 1, 1, TimeSpan.FromSeconds(0.3))).Message
            .ShouldBe($"{path}: {browser} made no picture within 0.3 seconds");
    }

    [Fact]
    public void Browsers_are_found_by_name_in_the_folders_of_a_path()
    {
        BrowserPicture.Find(null).ShouldBeNull();
        BrowserPicture.Find(_folder).ShouldBeNull();
        var browser = Path.Combine(_folder, OperatingSystem.IsWindows() ? "google-chrome.exe" : "google-chrome");
        File.WriteAllText(browser, "");
        BrowserPicture.Find($"{Path.Combine(_folder, "none")}{Path.PathSeparator}{_folder}").ShouldBe(browser);
    }

    [Fact]
    public void Other_endings_are_refused()
    {
        var path = Path.Combine(_folder, "a.jpg");
        Should.Throw<ArgumentException>(() => FunctionCharts.Relu().Save(path)).Message.ShouldStartWith(
            $"{path}: a figure is written as SVG or PNG, expected a name that ends in .svg or .png");
        Directory.EnumerateFileSystemEntries(_folder).ShouldBeEmpty();
    }
}
