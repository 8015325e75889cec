using System.CommandLine;
using System.Text.Json;
using Inkling.Analysis;
using Inkling.Cli.Output;

namespace Inkling.Cli.Commands;

/// <summary>inkling attack: how little it takes to fool a model, on one image or on all test images.</summary>
internal static class AttackCommand
{
    private const float DefaultEpsilon = 0.125f;
    private const string Iterated = "pgd";

    private static readonly Argument<string> RunName = ModelLoader.Argument();
    private static readonly Option<float?> Epsilon = Values.UpToOne(
        "--epsilon", $"How far each pixel may be moved, from 0 to 1 [default: {DefaultEpsilon}]", zero: true);

    private static readonly Option<string> Method = Values.OneOf(
        "--method", "The fast gradient sign method, or its iterated form [default: fgsm]", ["fgsm", Iterated]);

    private static readonly Option<int?> Steps =
        Values.Whole("--steps", $"Steps of pgd [default: {ProjectedGradient.DefaultSteps}]", 1, 10_000);
    private static readonly Option<float?> StepSize =
        Values.UpToOne("--step-size", "How far a step of pgd moves each pixel [default: 2.5 epsilon / steps]", zero: false);
    private static readonly Option<int?> Index =
        Values.Whole("--index", "Attack one test image, from 0 [default: all of them]", 0, int.MaxValue - 1);
    private static readonly Option<string> Data = DatasetLoader.Option("Whose test images to attack [default: the data of the run]");
    private static readonly Option<int?> Limit = DatasetLoader.LimitOption("Take only the first N test images");
    private static readonly Option<int?> Threads = Values.Whole("--threads", "Threads to work with [default: one per processor]", 1, 256);
    private static readonly Option<string> Out = FigureOption.Of(
        "Draw the image before and after with --index, else the accuracy over epsilon and, beside it as NAME-smallest, the smallest epsilons");

    private static readonly Option<bool> AsJson = Values.Switch("--json", "Print the result as one JSON object");

    public static Command Create()
    {
        var command = new Command("attack", "Change test images a little, so that a trained network misreads them.")
        {
            RunName, Epsilon, Method, Steps, StepSize, Index, Data, Limit, Threads, Out, AsJson,
        };
        command.SetAction(Run);
        return command;
    }

    /// <summary>What was done, for programs.</summary>
    public static void Write(Utf8JsonWriter json, Attack attack, float epsilon)
    {
        json.WriteString("method", attack.Name);
        if (attack is ProjectedGradient iterated)
        {
            json.WriteNumber("steps", iterated.Steps);
            json.WriteNumber("step_size", iterated.StepFor(epsilon));
        }

        json.WriteNumber("epsilon", epsilon);
    }

    private static int Run(ParseResult parsed)
    {
        var attack = CreateAttack(parsed);
        var json = parsed.GetValue(AsJson);
        var screen = Screen.Open(json);
        using var interruption = new Interruption();
        if (parsed.GetValue(Threads) is { } threads)
            Compute.Threads = threads;
        var (epsilon, drawn) = (parsed.GetValue(Epsilon) ?? DefaultEpsilon, parsed.GetValue(Out));
        FigureOption.Check(drawn);
        var opened =
            ModelLoader.Open(parsed.GetValue(RunName), parsed.GetValue(Data), parsed.GetValue(Limit), screen, json, interruption.Token);
        if (parsed.GetValue(Index) is { } index)
        {
            var one = AttackOnImage.Run(opened, attack, epsilon, index, interruption.Token);
            if (json)
                Json.Print(one.Write);
            else
                one.Show(screen);
            if (drawn is not null)
                one.Draw(drawn, screen);
            return ExitCode.Done;
        }

        var all = AttackOnSet.Run(opened, attack, epsilon, screen, interruption.Token);
        if (json)
            Json.Print(all.Write);
        else
            all.Show(screen);
        if (drawn is not null)
            all.Draw(drawn, screen);
        return all.IsComplete ? ExitCode.Done : ExitCode.Stopped;
    }

    private static Attack CreateAttack(ParseResult parsed)
    {
        var (steps, size) = (parsed.GetValue(Steps), parsed.GetValue(StepSize));
        if (parsed.GetValue(Method) == Iterated)
            return new ProjectedGradient(steps ?? ProjectedGradient.DefaultSteps, size);
        if (steps is not null || size is not null)
            throw new UsageException($"{(steps is not null ? "--steps" : "--step-size")} goes with --method {Iterated}");
        return new FastGradientSign();
    }
}
