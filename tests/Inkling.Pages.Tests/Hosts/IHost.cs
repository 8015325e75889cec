namespace Inkling.Pages.Tests.Hosts;

/// <summary>A host of the lab.</summary>
internal interface IHost : IAsyncDisposable
{
    /// <summary>Gets the address of the first page, with a slash at its end.</summary>
    Uri Address { get; }
}
