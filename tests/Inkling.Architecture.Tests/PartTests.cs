namespace Inkling.Architecture.Tests;

/// <summary>The parts of the library and what each may use.</summary>
public class PartTests
{
    [Fact]
    public void A_part_uses_only_parts_below_it()
    {
        LibrarySource.Uses.Count.ShouldBeGreaterThan(5000);
        LibrarySource.Uses
            .Where(use => use.From != use.To && use.To.Name != "Kernels"
                && !use.From.Uses.Contains(use.To.Name))
            .ShouldBeNone();
    }

    [Fact]
    public void The_parts_have_no_cycle()
    {
        for (var i = 0; i < Part.All.Count; i++)
            Part.All[i].Uses.ShouldBeSubsetOf(Part.All.Take(i).Select(part => part.Name));
    }

    [Fact]
    public void The_architecture_page_lists_what_each_part_may_use()
    {
        var page = Repository.ReadLines("docs/architecture.md");
        foreach (var part in Part.All)
            page.ShouldContain($"| {part.Name} | {(part.Uses.Length == 0 ? "nothing" : string.Join(", ", part.Uses))} |");
    }

    [Fact]
    public void A_file_declares_the_namespace_of_its_folder()
    {
        foreach (var tree in LibrarySource.SyntaxTrees)
        {
            var folder = tree.FilePath.Split('/')[2];
            var expected = folder.EndsWith(".cs", StringComparison.Ordinal) ? "Inkling" : $"Inkling.{folder}";
            var namespaces = LibrarySource.NamespacesOf(tree);
            // An operation is a member of Tensor (namespace Inkling) with its operation object beside it.
            if (namespaces.All(name => name == "Inkling" || name == expected || name.StartsWith(expected + ".", StringComparison.Ordinal)))
                continue;
            namespaces.ShouldBe([expected], tree.FilePath);
        }
    }
}
