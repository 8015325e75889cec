namespace Inkling.Architecture.Tests;

/// <summary>A part of the library src/Inkling and the parts that it may use, as docs/architecture.md draws them.</summary>
/// <param name="Name">The name in docs/architecture.md.</param>
/// <param name="Files">How the paths of its files begin, below src/Inkling; empty for the files that belong to no other part.</param>
/// <param name="Uses">Names of the parts below.</param>
internal sealed record Part(string Name, string[] Files, string[] Uses)
{
    private const string Source = "src/Inkling/";

    /// <summary>Gets the parts from the bottom to the top.</summary>
    public static IReadOnlyList<Part> All { get; } =
    [
        new("Formats", ["Formats/"], []),
        new("Basics", [], []),
        new("Kernels", ["Kernels/", "Compute"], ["Basics"]),
        new("Autograd", ["Autograd/", "Tensor"], ["Basics", "Kernels"]),
        new("Operations", ["Operations/"], ["Basics", "Kernels", "Autograd"]),
        new("Nn", ["Nn/"], ["Basics", "Autograd", "Operations"]),
        new("Optim", ["Optim/"], ["Basics", "Autograd", "Operations"]),
        new("Data", ["Data/"], ["Formats", "Basics", "Autograd"]),
        new("Models", ["Models/"], ["Formats", "Basics", "Autograd", "Operations", "Nn", "Data"]),
        new("Training", ["Training/"], ["Formats", "Basics", "Autograd", "Operations", "Nn", "Optim", "Data", "Models"]),
        new("Analysis", ["Analysis/"], ["Basics", "Autograd", "Operations", "Nn", "Optim", "Data", "Models", "Training"]),
    ];

    /// <summary>Finds the part that a file belongs to.</summary>
    public static Part Of(string file) =>
        All.FirstOrDefault(part => part.Files.Any(start => file.StartsWith(Source + start, StringComparison.Ordinal)))
        ?? All.Single(part => part.Files.Length == 0);

    public override string ToString() => Name;
}
