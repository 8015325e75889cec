namespace Inkling.Soak;

/// <summary>Something that must not happen has happened.</summary>
internal sealed class FindingException(string message) : Exception(message);
