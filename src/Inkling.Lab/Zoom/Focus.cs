namespace Inkling.Lab.Zoom;

/// <summary>What is looked at: the network, one of its layers, or one value of the output or of the input of a layer.</summary>
/// <param name="Layer">The index of the layer in the order of computation; null for the network.</param>
/// <param name="Value">The index of the value in the output; null for all.</param>
/// <param name="Input">The index of the value in the input, whose uses are looked at.</param>
public readonly record struct Focus(int? Layer = null, int? Value = null, int? Input = null);
