using System.Reflection;

namespace Inkling.Pictures.Tests;

public class NativeLibraryTests
{
    [Fact]
    public void The_preparation_of_pixels_loads_no_SkiaSharp()
    {
        var context = new IsolatedContext();
        var pictures = context.LoadFromAssemblyPath(typeof(GrayImage).Assembly.Location);
        var seven = Samples.Seven;
        var image = Activator.CreateInstance(
            pictures.GetType(typeof(GrayImage).FullName!, throwOnError: true)!, seven.Width, seven.Height, seven.Pixels);

        // The same code in a context of its own, which sees every assembly that it asks for.
        Invoke(pictures, typeof(DigitPreparation), nameof(DigitPreparation.Prepare), image, "picture")
            .ShouldBe(DigitPreparation.Prepare(seven));
        context.Requested.ShouldContain("Inkling");
        context.Requested.ShouldNotContain("SkiaSharp");

        // The decoder does ask for it, so that the line above could fail.
        Invoke(pictures, typeof(PictureFile), nameof(PictureFile.Read), Samples.Path("seven.png"), (byte)255).ShouldNotBeNull();
        context.Requested.ShouldContain("SkiaSharp");
    }

    private static object? Invoke(Assembly assembly, Type type, string method, params object?[] arguments) =>
        assembly.GetType(type.FullName!, throwOnError: true)!.GetMethods()
            .Single(candidate => candidate.Name == method && candidate.GetParameters() is { Length: 2 } parameters
                && parameters[0].ParameterType.Name == arguments[0]!.GetType().Name)
            .Invoke(null, arguments);
}
