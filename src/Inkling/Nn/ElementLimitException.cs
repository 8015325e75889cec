namespace Inkling.Nn;

/// <summary>A module has more elements than the file from which it is to be loaded; see <see cref="Initialization.Skip"/>.</summary>
internal sealed class ElementLimitException() : Exception("the module has more elements than the file");
