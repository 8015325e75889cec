using Microsoft.CodeAnalysis;

namespace Inkling.Architecture.Tests;

/// <summary>One file per operation.</summary>
public class OperationTests
{
    /// <summary>What operations derive from.</summary>
    private static readonly string[] Bases = ["Operation", "UnaryOperation", "BinaryOperation"];

    [Fact]
    public void An_operation_has_a_file_of_its_name_with_forward_and_backward() => (
        from operation in Operations()
        let file = LibrarySource.FileOf(operation)!
        where Path.GetFileName(file) != operation.Name.Replace("Operation", ".cs", StringComparison.Ordinal)
            || !file.StartsWith("src/Inkling/Operations/", StringComparison.Ordinal)
        select $"{file} declares {operation.Name}").ShouldBeNone();

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
