using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Inkling.Pages.Tests;

/// <summary>How every page looks on narrow and wide screens, and for those who cannot see it.</summary>
public class LayoutTests(Chromium chromium, LabFixture lab)
{
    public static TheoryData<string> Pages => ["", "train"];

    [Theory, MemberData(nameof(Pages))]
    public async Task No_page_is_wider_than_its_window(string path)
    {
        foreach (var width in (int[])[360, 1280, 2560, 3840])
        {
            await using var window = await OpenAsync(path, width, ColorScheme.Light);
            (await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width, $"{width}");
        }
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task Axe_finds_nothing_in_light_and_dark(string path)
    {
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await using var window = await OpenAsync(path, 1280, scheme);
            var result = await window.Page.RunAxe();
            string.Join('\n', result.Violations.Select(violation =>
                $"{violation.Id}: {violation.Help}: {string.Join("; ", violation.Nodes.Select(node => node.Html))}")).ShouldBeEmpty();
        }
    }

    private async Task<Window> OpenAsync(string path, int width, ColorScheme scheme)
    {
        var window = await lab.OpenAsync(chromium, "program", path, new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = width == 360 ? 740 : width * 9 / 16 },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
        });
        await window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).WaitForAsync();
        return window;
    }
}
