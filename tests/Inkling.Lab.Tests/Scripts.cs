using Bunit;

namespace Inkling.Lab.Tests;

/// <summary>The scripts of the pages, which do nothing in tests.</summary>
internal static class Scripts
{
    /// <summary>Creates a context whose components can import every script.</summary>
    public static BunitContext NewContext()
    {
        var context = new BunitContext();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        return context;
    }
}
