using System.Text.RegularExpressions;

namespace Inkling.Architecture.Tests;

/// <summary>The pages of documentation: what they link to, and that every decision is linked.</summary>
public partial class PageTests
{
    public static TheoryData<string> Pages => [.. Repository.Files(".", ".md").Where(file => !file.Contains("/References/"))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_leads_somewhere(string page)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, page))!;
        (from target in LinksOf(page)
         where !target.StartsWith("https://", StringComparison.Ordinal)
         let parts = target.Split('#')
         let file = parts[0].Length == 0 ? Path.Combine(Repository.Root, page) : Path.GetFullPath(Path.Combine(folder, parts[0]))
         where !(File.Exists(file) || Directory.Exists(file)) || (parts.Length == 2 && !AnchorsOf(file).Contains(parts[1]))
         select $"{page} links to {target}").ShouldBeNone();
    }

    [Fact]
    public void Every_decision_is_linked_and_numbered_in_order()
    {
        var links = Repository.Files(".", ".md").Where(page => !page.StartsWith("docs/decisions/", StringComparison.Ordinal))
            .SelectMany(LinksOf).Select(link => Path.GetFileName(link)).ToHashSet();
        var decisions = Repository.Files("docs/decisions", ".md").Select(file => Path.GetFileName(file)).ToList();
        decisions.Where(decision => !links.Contains(decision)).ShouldBeNone();
        decisions.Select(decision => int.Parse(decision[..4])).ShouldBe(Enumerable.Range(1, decisions.Count));
    }

    [Fact]
    public void Every_page_is_reached_from_the_readme()
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>(["README.md"]);
        while (open.TryPop(out var page))
            if (reached.Add(page))
                foreach (var link in LinksOf(page).Where(link => link.Split('#')[0].EndsWith(".md", StringComparison.Ordinal)))
                    open.Push(Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(
                        Repository.Root, Path.GetDirectoryName(page)!, link.Split('#')[0]))).Replace('\\', '/'));
        Repository.Files("docs", ".md").Where(page => !reached.Contains(page)).ShouldBeNone();
    }

    private static IEnumerable<string> LinksOf(string page) => Link().Matches(Repository.Read(page)).Select(match => match.Groups[1].Value);

    /// <summary>The anchors of a page's headings, as GitHub forms them.</summary>
    private static IEnumerable<string> AnchorsOf(string file) =>
        from line in File.ReadLines(file)
        where line.StartsWith('#')
        select NotInAnchor().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();
}
