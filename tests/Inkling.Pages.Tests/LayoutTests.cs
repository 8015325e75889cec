using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Inkling.Pages.Tests;

/// <summary>How every page looks on narrow and wide screens, and for those who cannot see it, with everything on it open.</summary>
public class LayoutTests(Chromium chromium, LabFixture lab)
{
    public static TheoryData<string> Pages => ["", "train?data=handwriting&limit=320&epochs=1&hidden=16", "not-found"];

    [Theory, MemberData(nameof(Pages))]
    public async Task No_page_is_wider_than_its_window_or_has_a_violation_of_axe(string path)
    {
        await using var window = await lab.OpenAsync(chromium, "program", path);
        await window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).WaitForAsync();
        await CheckAsync(window);
        if (path.Length == 0)
            await OpenReadAsync(window);
        else if (path.StartsWith("train", StringComparison.Ordinal))
            await OpenTrainAsync(window);
        await CheckAsync(window);
    }

    [Fact]
    public async Task The_page_for_the_browser_alone_has_no_violation_of_axe()
    {
        await using var window = await lab.OpenAsync(chromium, "site");
        await window.ReadyAsync("pad");
        await CheckAsync(window);
    }

    [Fact]
    public async Task Nothing_moves_for_those_who_want_less_motion()
    {
        await using var window = await lab.OpenAsync(chromium, "program", "", new() { ReducedMotion = ReducedMotion.Reduce });
        await window["open-zoom"].WaitForAsync();
        (await window.Page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('*')].flatMap(element => ['', '::before', '::after'].map(part => {
              const style = getComputedStyle(element, part);
              return style.transitionDuration === '0s' && style.animationName === 'none' ? '' : element.outerHTML;
            })).filter(found => found)
            """)).ShouldBeEmpty();
    }

    private static async Task OpenReadAsync(Window window)
    {
        await window.DrawSevenAsync();
        await window.TextAsync("prediction", text => text.StartsWith('7'));
        foreach (var panel in (string[])["backward", "edits", "attack", "attribution"])
            await window[$"open-{panel}"].ClickAsync();
        await window["label"].SelectOptionAsync("7");
        await (await window.ReadyAsync("layer-4-canvas")).ClickAsync(new() { Position = new() { X = 9, Y = 9 } });
        await window["products-sum"].WaitForAsync();
        await window["show-all-products"].ClickAsync();
        await window["gradient-weights"].WaitForAsync();
        await window["switch-off"].ClickAsync();
        await window["edit-0"].WaitForAsync();
        await window["attack-search"].ClickAsync();
        await window.TextAsync("attack-smallest", text => text.Length > 0);
        await window["attribution-map"].WaitForAsync();
        await window["camera"].ClickAsync();
        await Assertions.Expect(window["camera-take"]).ToBeEnabledAsync();
    }

    private static async Task OpenTrainAsync(Window window)
    {
        await window["train-start"].ClickAsync();
        await window.TextAsync("train-status", status => status == "complete");
        foreach (var summary in await window.Page.Locator("summary").AllAsync())
            await summary.ClickAsync();
        await window["train-histograms"].Locator(".figure").First.WaitForAsync();
    }

    private static async Task CheckAsync(Window window)
    {
        foreach (var width in (int[])[360, 2560, 3840, 1280])
        {
            await window.Page.SetViewportSizeAsync(width, width == 360 ? 740 : width * 9 / 16);
            (await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width);
        }

        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await window.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            var result = await window.Page.RunAxe();
            result.Violations.Select(violation => $"{scheme}: {violation.Id}: {violation.Help}: {Places(violation)}").ShouldBeEmpty();
        }

        static string Places(AxeResultItem violation) => string.Join("; ", violation.Nodes.Select(node => node.Html));
    }
}
