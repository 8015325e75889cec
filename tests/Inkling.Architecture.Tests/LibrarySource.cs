using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Inkling.Architecture.Tests;

/// <summary>One place in the library that names a symbol which another file of the library declares.</summary>
/// <param name="File">The file that names the symbol, relative to the root of the repository.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Symbol">The type or member that is named.</param>
/// <param name="Target">The file that declares it.</param>
internal sealed record Use(string File, int Line, ISymbol Symbol, string Target)
{
    /// <summary>Gets the part of the library that names the symbol.</summary>
    public Part From => Part.Of(File);

    /// <summary>Gets the part of the library that declares the symbol.</summary>
    public Part To => Part.Of(Target);

    public override string ToString() =>
        $"{File}:{Line} uses {Symbol.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)} of {Target}";
}

/// <summary>The source of the library, parsed and bound once for all tests.</summary>
internal static class LibrarySource
{
    private static readonly Lazy<CSharpCompilation> LazyCompilation = new(Compile);
    private static readonly Lazy<Use[]> LazyUses = new(() => [.. FindUses()]);

    /// <summary>Gets the syntax of every file of the library.</summary>
    public static IEnumerable<SyntaxTree> SyntaxTrees => Compilation.SyntaxTrees.Where(tree => tree.FilePath.Length > 0);

    public static CSharpCompilation Compilation => LazyCompilation.Value;

    /// <summary>Gets every use of a symbol that another file of the library declares.</summary>
    public static IReadOnlyList<Use> Uses => LazyUses.Value;

    /// <summary>Gets the types of the library that are not nested.</summary>
    public static IEnumerable<INamedTypeSymbol> Types => TypesIn(Compilation.Assembly.GlobalNamespace);

    /// <summary>Gets the public and protected types and members, nested ones included.</summary>
    public static IEnumerable<ISymbol> PublicSymbols => PublicMembers(Compilation.Assembly.GlobalNamespace);

    /// <summary>Names the file that declares a symbol: of a type in several files, the one that is named as the type is.</summary>
    public static string? FileOf(ISymbol symbol)
    {
        var files = symbol.Locations.Where(location => location.IsInSource).Select(location => location.SourceTree!.FilePath).ToList();
        return files.Find(file => Path.GetFileNameWithoutExtension(file) == symbol.Name) ?? files.FirstOrDefault();
    }

    /// <summary>Gets the line of a node, from 1.</summary>
    public static int LineOf(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    /// <summary>Gets the namespaces that a file declares.</summary>
    public static IReadOnlyList<string> NamespacesOf(SyntaxTree tree) =>
        [.. tree.GetRoot().DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().Select(node => node.Name.ToString()).Distinct()];

    private static CSharpCompilation Compile()
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.Parse);
        var trees = Repository.Files("src/Inkling", ".cs")
            .Select(file => CSharpSyntaxTree.ParseText(Repository.Read(file), options, file))
            .Append(CSharpSyntaxTree.ParseText(
                """
                global using System;
                global using System.Collections.Generic;
                global using System.IO;
                global using System.Linq;
                global using System.Net.Http;
                global using System.Threading;
                global using System.Threading.Tasks;
                """,
                options));
        var assemblies = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        return CSharpCompilation.Create(
            "Inkling",
            trees,
            assemblies.Where(path => Path.GetFileName(path) != "Inkling.dll").Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
    }

    private static ParallelQuery<Use> FindUses() => SyntaxTrees.AsParallel().AsOrdered().SelectMany(tree =>
    {
        var model = Compilation.GetSemanticModel(tree);
        return from node in tree.GetRoot().DescendantNodes(parent => parent is not UsingDirectiveSyntax)
               let symbol = SymbolAt(model, node)
               where symbol is not null
               let target = FileOf(symbol)
               where target is not null && target != tree.FilePath
               select new Use(tree.FilePath, LineOf(node), symbol, target);
    });

    /// <summary>What a name, a constructor without a name, an operator or an indexer stands for.</summary>
    private static ISymbol? SymbolAt(SemanticModel model, SyntaxNode node)
    {
        if (node is not (SimpleNameSyntax or BaseObjectCreationExpressionSyntax or BinaryExpressionSyntax or PrefixUnaryExpressionSyntax
            or ElementAccessExpressionSyntax))
            return null;
        return model.GetSymbolInfo(node).Symbol switch
        {
            IMethodSymbol { ReducedFrom: { } extension } => extension.OriginalDefinition,
            ITypeParameterSymbol or INamespaceSymbol or ILocalSymbol or IParameterSymbol => null,
            var symbol => symbol?.OriginalDefinition,
        };
    }

    private static IEnumerable<INamedTypeSymbol> TypesIn(INamespaceSymbol parent) =>
        parent.GetTypeMembers().Concat(parent.GetNamespaceMembers().SelectMany(TypesIn));

    private static IEnumerable<ISymbol> PublicMembers(INamespaceOrTypeSymbol parent)
    {
        foreach (var member in parent.GetMembers())
        {
            var isPublic =
                member.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal;
            if (member is not INamespaceSymbol && (!isPublic || member.IsImplicitlyDeclared))
                continue;
            if (member is not INamespaceSymbol)
                yield return member;
            if (member is INamespaceOrTypeSymbol container)
                foreach (var inner in PublicMembers(container))
                    yield return inner;
        }
    }
}
