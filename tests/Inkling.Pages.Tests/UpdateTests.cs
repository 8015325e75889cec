using System.Text.RegularExpressions;
using Inkling.Pages.Tests.Hosts;

namespace Inkling.Pages.Tests;

/// <summary>A new version of the pages for the browser alone, while the old one is open.</summary>
public partial class UpdateTests(Chromium chromium)
{
    [Fact]
    public async Task A_new_version_is_offered_and_used_when_the_user_reloads()
    {
        Chromium.Require();
        var folder = Directory.CreateTempSubdirectory("inkling-site-update-").FullName;
        try
        {
            foreach (var file in Directory.EnumerateFiles(SiteHost.Folder, "*", SearchOption.AllDirectories))
            {
                var copy = Path.Combine(folder, Path.GetRelativePath(SiteHost.Folder, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }

            await using var host = await SiteHost.StartAsync(folder);
            await using var window = await Window.OpenAsync(chromium.Browser, host.Address, "", null);
            await window["pad"].WaitForAsync();
            await window.Page.EvaluateAsync("navigator.serviceWorker.ready");

            var manifest = Path.Combine(folder, "service-worker-assets.js");
            await File.WriteAllTextAsync(manifest, Version().Replace(await File.ReadAllTextAsync(manifest), "\"version\": \"another\"", 1));
            await window.Page.ReloadAsync();
            var notice = window.Page.Locator("#update");
            await notice.WaitForAsync();
            var box = (await notice.BoundingBoxAsync())!;
            (box.Y + box.Height).ShouldBeLessThanOrEqualTo(900, "it is in sight");

            await notice.GetByRole(Microsoft.Playwright.AriaRole.Button).ClickAsync();
            await notice.WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Hidden });
            await window["pad"].WaitForAsync();
            (await window.Page.EvaluateAsync<string[]>("caches.keys()")).ShouldBe(["inkling-another"]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Other_addresses_are_answered_with_the_same_document()
    {
        Chromium.Require();
        File.ReadAllText(Path.Combine(SiteHost.Folder, "404.html")).ShouldBe(File.ReadAllText(Path.Combine(SiteHost.Folder, "index.html")));
    }

    [GeneratedRegex("\"version\": \"[^\"]*\"")]
    private static partial Regex Version();
}
