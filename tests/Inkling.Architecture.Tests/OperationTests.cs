using Microsoft.CodeAnalysis;

namespace Inkling.Architecture.Tests;

/// <summary>One file per operation, its forward and its backward side by side; what several members share has a file of its name.</summary>
public class OperationTests
{
    /// <summary>What operations derive from.</summary>
    private static readonly string[] Bases = ["Operation", "UnaryOperation", "BinaryOperation"];

    [Fact]
    public void An_operation_stands_beside_the_member_of_Tensor_that_computes_its_forward()
    {
        var forward = LibrarySource.Types.Single(type => type.ToDisplayString() == "Inkling.Tensor").GetMembers()
            .Where(member => member.DeclaredAccessibility == Accessibility.Public).Select(LibrarySource.FileOf).ToHashSet();
        (from operation in Operations()
         let file = LibrarySource.FileOf(operation)!
         where !file.StartsWith("src/Inkling/Operations/", StringComparison.Ordinal)
             || !(forward.Contains(file) || operation.Name.StartsWith(Path.GetFileNameWithoutExtension(file), StringComparison.Ordinal))
         select $"{file} declares {operation.Name}").ShouldBeNone();
    }

    [Fact]
    public void An_operation_is_internal_and_sealed() =>
        Operations().Where(operation => !operation.IsSealed || operation.DeclaredAccessibility == Accessibility.Public)
            .Select(operation => $"{LibrarySource.FileOf(operation)} declares {operation.Name}").ShouldBeNone();

    private static List<INamedTypeSymbol> Operations()
    {
        var operations = LibrarySource.Types.Where(type => !type.IsAbstract && Ancestors(type).Any(Bases.Contains)).ToList();
        operations.Count.ShouldBeGreaterThan(20);
        return operations;
    }

    private static IEnumerable<string> Ancestors(INamedTypeSymbol type)
    {
        for (var ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
            yield return ancestor.Name;
    }
}
