using System.Reflection;
using Inkling.Figures.Charts;
using Inkling.Pictures.Tests;

namespace Inkling.Figures.Tests.Rendering;

public class NativeLibraryTests
{
    [Fact]
    public void Svg_loads_no_SkiaSharp()
    {
        var context = new IsolatedContext();
        var figures = context.LoadFromAssemblyPath(typeof(Figure).Assembly.Location);
        var relu = figures.GetType(typeof(FunctionCharts).FullName!, throwOnError: true)!.GetMethod(nameof(FunctionCharts.Relu))!
            .Invoke(null, []);

        // The same code in a context of its own, which sees every assembly that it asks for.
        Invoke(relu!, nameof(Figure.ToSvg)).ShouldBe(FunctionCharts.Relu().ToSvg());
        context.Requested.ShouldContain("Microsoft.AspNetCore.Components");
        context.Requested.ShouldNotContain(name => name.StartsWith("Skia") || name.StartsWith("Svg."));

        // PNG does ask for it, so that the line above could fail.
        var scheme = Enum.ToObject(figures.GetType(typeof(ColorScheme).FullName!, throwOnError: true)!, 0);
        Invoke(relu!, nameof(Figure.ToPng), scheme).ShouldBe(FunctionCharts.Relu().ToPng());
        context.Requested.ShouldContain("SkiaSharp");
    }

    private static object? Invoke(object target, string method, params object[] arguments) =>
        target.GetType().GetMethod(method)!.Invoke(target, arguments);
}
