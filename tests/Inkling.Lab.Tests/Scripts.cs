using System.Runtime.CompilerServices;
using Bunit;
using Inkling.Lab.Scripting;
using Inkling.Lab.Training;
using Microsoft.Extensions.DependencyInjection;

namespace Inkling.Lab.Tests;

/// <summary>The scripts of the pages, which do nothing in tests.</summary>
internal static class Scripts
{
    /// <summary>Lets tests wait longer than a second for a component, on a machine that does other things too.</summary>
    [ModuleInitializer]
    public static void WaitLonger() => BunitContext.DefaultWaitTimeout = TimeSpan.FromMinutes(1);

    /// <summary>Creates a context whose components can import every script, and draw without waiting for one another.</summary>
    public static BunitContext NewContext()
    {
        // A busy machine draws late.
        BunitContext.DefaultWaitTimeout = TimeSpan.FromSeconds(30);
        var context = new BunitContext();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddScoped(_ => new Canvases(context.JSInterop.JSRuntime) { AwaitRender = () => Task.CompletedTask });
        context.Services.AddScoped<WindowRuns>();
        return context;
    }
}
