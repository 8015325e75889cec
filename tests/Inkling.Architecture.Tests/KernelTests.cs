using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Inkling.Architecture.Tests;

/// <summary>What kernels see, and who calls them.</summary>
public class KernelTests
{
    /// <summary>Files and folders of src/Inkling beside the operations that use kernels; docs/architecture.md says why.</summary>
    private static readonly string[] Callers =
    [
        "Autograd/Node.cs",
        "Data/Augmentation/",
        "Data/Loading/BackgroundWork.cs",
        "Data/Loading/ImageDataset.cs",
        "Models/BatchParts.cs",
        "Nn/Utils.cs",
        "Optim/",
        "Training/ParallelRuns.cs",
    ];

    [Fact]
    public void Only_operations_and_the_named_callers_use_kernels() =>
        LibrarySource.Uses
            .Where(use => use.To.Name == "Kernels" && use.From.Name is not ("Kernels" or "Operations")
                && !use.Target.EndsWith("/Compute.cs", StringComparison.Ordinal) && !IsCaller(use.File))
            .ShouldBeNone();

    [Fact]
    public void The_architecture_page_names_each_caller()
    {
        var page = Repository.Read("docs/architecture.md");
        Callers.Where(caller => !page.Contains($"`{caller}`")).ShouldBeNone();
    }

    [Fact]
    public void A_kernel_sees_no_tensor() =>
        LibrarySource.Uses.Where(use => use.From.Name == "Kernels" && use.To.Name is not ("Kernels" or "Basics")).ShouldBeNone();

    [Fact]
    public void Pointers_stay_in_kernels_operations_and_the_named_callers() => (
        from tree in LibrarySource.SyntaxTrees
        where Part.Of(tree.FilePath).Name is not ("Kernels" or "Operations") && !IsCaller(tree.FilePath)
        from node in tree.GetRoot().DescendantNodes()
        where node is PointerTypeSyntax or FixedStatementSyntax or UnsafeStatementSyntax || node.IsKind(SyntaxKind.AddressOfExpression)
        select $"{tree.FilePath}:{LibrarySource.LineOf(node)} {node.Kind()}").ShouldBeNone();

    private static bool IsCaller(string file) =>
        Callers.Any(caller => file.StartsWith($"src/Inkling/{caller}", StringComparison.Ordinal));
}
