using Microsoft.CodeAnalysis;

namespace Inkling.Architecture.Tests;

/// <summary>The documentation of the public surface. That it exists, the compiler sees to (CS1591).</summary>
public class DocumentationTests
{
    [Fact]
    public void A_member_that_takes_or_returns_tensors_says_their_shapes() => (
        from member in LibrarySource.PublicSymbols
        where TensorsOf(member).Any() && !member.IsOverride
        let documentation = member.GetDocumentationCommentXml() ?? ""
        where !documentation.Contains('[') && !documentation.Contains("shape", StringComparison.OrdinalIgnoreCase)
            && !documentation.Contains("inheritdoc")
        select $"{LibrarySource.FileOf(member)} {member.ToDisplayString()}").ShouldBeNone();

    private static IEnumerable<ITypeSymbol> TensorsOf(ISymbol member) => (member switch
    {
        IMethodSymbol { AssociatedSymbol: null } method => method.Parameters.Select(parameter => parameter.Type).Append(method.ReturnType),
        IPropertySymbol property => property.Parameters.Select(parameter => parameter.Type).Append(property.Type),
        _ => [],
    }).Where(type => type.ToDisplayString().Trim('?') == "Inkling.Tensor");
}
