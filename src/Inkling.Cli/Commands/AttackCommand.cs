using System.CommandLine;
using System.Text.Json;
using Inkling.Analysis;
using Inkling.Cli.Output;
using Inkling.Training;

namespace Inkling.Cli.Commands;

/// <summary>inkling attack: adversarial examples of one image or of all test images.</summary>
internal static class AttackCommand
{
    private const float DefaultEpsilon = 0.125f;
    private const string Iterated = "pgd";

    private static readonly Argument<string> RunName = ModelLoader.Argument();
    private static readonly Option<float?> Epsilon = Options.Of(
        "--epsilon", $"The maximum change of a pixel, from 0 to 1 [default: {DefaultEpsilon}]", ValueRange.UnitInterval);

    private static readonly Option<string> Method = Options.Of(
        "--method", "The fast gradient sign method, or projected gradient descent [default: fgsm]", ValueRange.OneOf("fgsm", Iterated));

    private static readonly Option<int?> Steps =
        Options.Whole("--steps", $"The number of steps of pgd [default: {ProjectedGradient.DefaultSteps}]", 1, 10_000);
    private static readonly Option<float?> StepSize =
        Options.Of("--step-size", "The step size of pgd [default: 2.5 epsilon / steps]", ValueRange.PositiveUnitInterval);
    private static readonly Option<int?> Index =
        Options.Whole("--index", "Attack one test image, from 0 [default: all of them]", 0, int.MaxValue - 1);
    private static readonly Option<string> Data =
        CommonOptions.Data("The data whose test images are attacked [default: the data of the run]");
    private static readonly Option<string> Out = FigureOption.Of(
        "Draw the image before and after with --index, else the accuracy over epsilon and, in NAME-minimal, the minimal epsilons");

    public static Command Create()
    {
        var command = new Command("attack", "Change test images a little, so that a trained network misclassifies them.")
        {
            RunName, Epsilon, Method, Steps, StepSize, Index, Data, CommonOptions.TestLimit, CommonOptions.Threads, Out, CommonOptions.Json,
        };
        command.SetAction(Run);
        return command;
    }

    /// <summary>Writes the parameters of an attack as JSON.</summary>
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
        using var context = CommandContext.Open(parsed);
        var (epsilon, drawn) = (parsed.GetValue(Epsilon) ?? DefaultEpsilon, parsed.GetValue(Out));
        FigureOption.Check(drawn);
        var opened =
            ModelLoader.LoadWithImages(parsed.GetValue(RunName), parsed.GetValue(Data), parsed.GetValue(CommonOptions.TestLimit), context);
        ModelLoader.RequireTwoClasses(opened.File, opened.Model);
        if (parsed.GetValue(Index) is { } index)
        {
            var one = AttackOnImage.Run(opened, attack, epsilon, index, context.Cancellation);
            if (context.IsJson)
                Json.Print(one.Write);
            else
                one.Show(context.Screen);
            if (drawn is not null)
                one.Draw(drawn, context.Screen);
            return ExitCode.Success;
        }

        var all = AttackOnSet.Run(opened, attack, epsilon, context.Screen, context.Cancellation);
        if (context.IsJson)
            Json.Print(all.Write);
        else
            all.Show(context.Screen);
        if (drawn is not null)
            all.Draw(drawn, context.Screen);
        return all.IsComplete ? ExitCode.Success : ExitCode.Interrupted;
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
