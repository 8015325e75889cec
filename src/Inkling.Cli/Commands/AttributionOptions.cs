using System.CommandLine;
using Inkling.Analysis;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Cli.Commands;

/// <summary>--method of inkling explain, and the settings of each method.</summary>
internal static class AttributionOptions
{
    private static readonly IReadOnlyList<string> Names = [.. AttributionMethod.All.Select(method => method.Name)];

    private static readonly Option<string> Method = Options.Of(
        "--method", $"Show the attribution of one output instead of the contributions: {string.Join(", ", Names)}", ValueRange.OneOf(Names),
        "METHOD");

    private static readonly Option<string> Class =
        Options.Text("--class", "The class whose output --method attributes [default: the predicted class]", "NAME");

    private static readonly Option<int?> Steps = Options.Whole(
        "--steps", $"The number of steps of integrated-gradients [default: {IntegratedGradients.DefaultSteps}]", 1, 100_000);

    private static readonly Option<int?> Window =
        Options.Whole("--window", $"The side of the window of occlusion, in pixels [default: {Occlusion.DefaultWindow}]");

    private static readonly Option<int?> Stride = Options.Whole(
        "--stride", $"The step of the window of occlusion, at most its side [default: {Occlusion.DefaultStride}, at most the side]");

    private static readonly Option<string> Layer =
        Options.Text("--layer", "The layer whose feature maps grad-cam uses [default: the last convolution]", "NAME");

    /// <summary>Gets the options.</summary>
    public static IReadOnlyList<Option> All { get; } = [Method, Class, Steps, Window, Stride, Layer];

    /// <summary>Creates the method that was chosen; null where none was.</summary>
    /// <exception cref="UsageException">A setting is one of another method, or the stride is longer than the window.</exception>
    public static AttributionMethod? Create(ParseResult parsed)
    {
        var method = AttributionMethod.All.FirstOrDefault(method => method.Name == parsed.GetValue(Method));
        if (method is null && parsed.GetValue(Class) is not null)
            throw new UsageException("--class goes with --method");
        RequireFor<IntegratedGradients>(method, "--steps", parsed.GetValue(Steps));
        RequireFor<Occlusion>(method, "--window", parsed.GetValue(Window));
        RequireFor<Occlusion>(method, "--stride", parsed.GetValue(Stride));
        RequireFor<GradCam>(method, "--layer", parsed.GetValue(Layer));
        return method switch
        {
            IntegratedGradients => new IntegratedGradients(parsed.GetValue(Steps) ?? IntegratedGradients.DefaultSteps),
            Occlusion => CreateOcclusion(parsed.GetValue(Window) ?? Occlusion.DefaultWindow, parsed.GetValue(Stride)),
            GradCam => new GradCam(parsed.GetValue(Layer)),
            _ => method,
        };
    }

    /// <summary>Gets the index of the class that was chosen; null where none was.</summary>
    /// <exception cref="UsageException">The model has no such class.</exception>
    public static int? TargetIn(ParseResult parsed, string modelFile, TrainedModel model)
    {
        if (parsed.GetValue(Class) is not { } name)
            return null;
        return model.ClassNames.ToList().IndexOf(name) is >= 0 and var index
            ? index
            : throw new UsageException($"--class {name}: the classes of {modelFile} are {string.Join(", ", model.ClassNames)}");
    }

    private static Occlusion CreateOcclusion(int window, int? stride) => stride > window
        ? throw new UsageException($"--stride {stride}: expected 1 to {window}, the side of the window")
        : new Occlusion(window, stride ?? Math.Min(window, Occlusion.DefaultStride));

    private static void RequireFor<TMethod>(AttributionMethod? method, string option, object? value) where TMethod : AttributionMethod
    {
        if (value is not null && method is not TMethod)
            throw new UsageException($"{option} goes with --method {AttributionMethod.All.OfType<TMethod>().Single().Name}");
    }
}
