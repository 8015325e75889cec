using System.ComponentModel;
using System.Diagnostics;

namespace Inkling.Cli.Lab;

/// <summary>The user's web browser.</summary>
internal static class BrowserWindow
{
    /// <summary>Opens a page; nothing happens where there is no browser.</summary>
    /// <param name="address">The address of the page.</param>
    public static void Open(string address)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(address) { UseShellExecute = true });
        }
        catch (Win32Exception)
        {
            // The address stands on the screen.
        }
    }
}
