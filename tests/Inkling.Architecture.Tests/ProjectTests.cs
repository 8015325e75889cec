using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Inkling.Architecture.Tests;

/// <summary>What the projects reference, and what the library must not know.</summary>
public class ProjectTests
{
    /// <summary>The projects of src/ from the bottom to the top, with those that each may reference.</summary>
    private static readonly Dictionary<string, string[]> Projects = new()
    {
        ["Inkling"] = [],
        ["Inkling.Pictures"] = ["Inkling"],
        ["Inkling.Figures"] = ["Inkling"],
        ["Inkling.Lab"] = ["Inkling", "Inkling.Pictures", "Inkling.Figures"],
        ["Inkling.Lab.Browser"] = ["Inkling", "Inkling.Pictures", "Inkling.Figures", "Inkling.Lab"],
        ["Inkling.Server"] = ["Inkling", "Inkling.Pictures", "Inkling.Figures", "Inkling.Lab"],
        ["Inkling.Cli"] = ["Inkling", "Inkling.Pictures", "Inkling.Figures", "Inkling.Lab", "Inkling.Server"],
    };

    [Fact]
    public void A_project_references_only_projects_below_it() => (
        from file in Repository.Files("src", ".csproj")
        let name = Path.GetFileNameWithoutExtension(file)
        from reference in References(file, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path))
        where !Projects[name].Contains(reference)
        select $"{file} references {reference}").ShouldBeNone();

    [Fact]
    public void The_only_package_of_the_library_is_System_Numerics_Tensors()
    {
        References("src/Inkling/Inkling.csproj", "PackageReference").ShouldBe(["System.Numerics.Tensors"]);
        References("src/Inkling/Inkling.csproj", "FrameworkReference").ShouldBeEmpty();
    }

    /// <summary>By default a project of the web SDK has no package, and is run in its own folder.</summary>
    [Theory, InlineData("IsPackable", "true"), InlineData("EnableDefaultRunWorkingDirectory", "false")]
    public void The_program_is_a_tool_that_runs_in_the_current_folder(string property, string value) =>
        XDocument.Parse(Repository.Read("src/Inkling.Cli/Inkling.Cli.csproj")).Descendants(property).Single().Value.ShouldBe(value);

    /// <summary>No console, no processes, no pictures; of the web only the downloads of Data/.</summary>
    [Fact]
    public void The_library_does_not_know_console_web_processes_or_pictures() => (
        from tree in LibrarySource.SyntaxTrees
        let model = LibrarySource.Compilation.GetSemanticModel(tree)
        from name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
        let type = model.GetSymbolInfo(name).Symbol as INamedTypeSymbol
        where type is not null && IsForeign(type.ToDisplayString(), Part.Of(tree.FilePath).Name)
        select $"{tree.FilePath}:{LibrarySource.LineOf(name)} uses {type}").ShouldBeNone();

    private static bool IsForeign(string type, string part) =>
        type is "System.Console" or "System.Diagnostics.Process"
        || type.StartsWith("System.Drawing", StringComparison.Ordinal)
        || (type.StartsWith("System.Net", StringComparison.Ordinal) && part != "Data");

    private static IEnumerable<string> References(string project, string kind) =>
        XDocument.Parse(Repository.Read(project)).Descendants(kind).Select(reference => reference.Attribute("Include")!.Value);
}
