using Inkling.Data;

namespace Inkling.Tests.Data;

public class CacheFolderTests
{
    private static string? For(params (string Name, string Value)[] environment) =>
        CacheFolder.For("mnist", name => environment.FirstOrDefault(pair => pair.Name == name).Value);

    [Fact]
    public void The_projects_own_variable_goes_first()
    {
        var chosen = Path.Combine(Path.GetTempPath(), "chosen");
        For(("INKLING_CACHE", chosen), ("XDG_CACHE_HOME", "/x"), ("HOME", "/h")).ShouldBe(Path.Combine(chosen, "mnist"));
    }

    [Fact]
    public void The_system_decides_otherwise()
    {
        if (OperatingSystem.IsWindows())
        {
            For().ShouldBe(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "inkling", "mnist"));
        }
        else if (OperatingSystem.IsMacOS())
        {
            For(("HOME", "/h")).ShouldBe("/h/Library/Caches/inkling/mnist");
        }
        else
        {
            For(("HOME", "/h")).ShouldBe("/h/.cache/inkling/mnist");
            For(("HOME", "/h"), ("XDG_CACHE_HOME", "/x")).ShouldBe("/x/inkling/mnist");
            For(("HOME", "/h"), ("XDG_CACHE_HOME", "relative")).ShouldBe("/h/.cache/inkling/mnist");
        }
    }
}
