using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Inkling.Figures.Tests.Report;

/// <summary>Parses and checks HTML pages.</summary>
internal static partial class Pages
{
    /// <summary>Parses a page, which is well-formed except for the void elements of HTML.</summary>
    public static XElement Parse(string html)
    {
        html.ShouldStartWith("<!DOCTYPE html>");
        return XDocument.Parse(Void().Replace(html, "<$1/>")).Root!;
    }

    /// <summary>Every page has no external resources, no broken links, and no NaN among the numbers of its figures.</summary>
    public static XElement ShouldHaveNoExternalResources(string html)
    {
        var page = Parse(html);
        page.DescendantsAndSelf()
            .ShouldAllBe(
                element => element.Name.LocalName != "script" && element.Name.LocalName != "link" && element.Name.LocalName != "iframe");
        var ids = page.Descendants().Attributes("id").Select(id => id.Value).ToArray();
        ids.Distinct().Count().ShouldBe(ids.Length, "each id is given once");
        foreach (var attribute in page.Descendants()
            .Attributes().Where(attribute => attribute.Name.LocalName is "src" or "href" or "srcset" or "data" or "action" or "poster"))
        {
            (attribute.Value.StartsWith("data:image/", StringComparison.Ordinal)
                || (attribute.Value.StartsWith('#') && ids.Contains(attribute.Value[1..])))
                .ShouldBeTrue(attribute.Value[..Math.Min(80, attribute.Value.Length)]);
        }

        foreach (var style in page.Descendants("style"))
            style.Value.ShouldNotMatch("url\\(|@import");
        page.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "d" or "x" or "y" or "width" or "height" or "points")
            .ShouldAllBe(attribute => !attribute.Value.Contains("NaN") && !attribute.Value.Contains("Infinity"));
        foreach (var figure in page.Descendants().Where(element => element.Attribute("class")?.Value == "figure"))
            figure.Elements().First(element => element.Name.LocalName == "desc").Value.ShouldNotBeNullOrWhiteSpace();
        return page;
    }

    /// <summary>A section by its id.</summary>
    public static XElement Section(this XElement page, string id) =>
        page.Descendants("section").Single(section => section.Attribute("id")!.Value == id);

    /// <summary>The sentence of a section.</summary>
    public static string Finding(this XElement page, string id) =>
        page.Section(id).Elements("p").Single(paragraph => paragraph.Attribute("class")!.Value == "finding").Value.Replace('\u00a0', ' ');

    /// <summary>The rows of the table of a section, without its header.</summary>
    public static string[][] Rows(this XElement page, string id) =>
        [.. page.Section(id)
            .Descendants("tbody").Single().Elements("tr").Select(row => row.Elements().Select(cell => cell.Value).ToArray())];

    [GeneratedRegex("<((?:meta|br|hr|img)(?: [^>]*)?)>")]
    private static partial Regex Void();
}
