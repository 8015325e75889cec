using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using Inkling.Data;
using Inkling.Lab.Training;
using Inkling.Models;
using Inkling.Optim;
using Inkling.Training;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Inkling.Lab.Tests.Training;

public class TrainingProgramTests
{
    [Fact]
    public void The_program_compiles_and_trains_the_same_weights()
    {
        var settings = new TrainingSettings
        {
            Data = "handwriting",
            Limit = 90,
            HyperParameters = HyperParameters.For("mlp") with
            {
                Optimizer = OptimizerKind.AdamW,
                LearningRate = 0.00012345678f,
                Schedule = ScheduleKind.OneCycle,
                Epochs = 2,
                BatchSize = 20,
                Hidden = 9,
                DataSize = 70,
                Augmentation = AugmentationKind.Affine,
                WeightDecay = 0.02f,
                LabelSmoothing = 0.05f,
                Seed = 12345678901234567890,
            },
        };
        var h = settings.HyperParameters;
        var learner = h.CreateLearner(Handwriting.Train(90), Handwriting.Test(90));
        learner.Fit(h.Epochs, h.CreateSchedule(learner.Data.Train.Count));
        var hash = WeightsHash.Of(learner.Model).ToString("x16", CultureInfo.InvariantCulture);
        Run(TrainingProgram.Of(settings)).ShouldEndWith($"weights {hash}");
    }

    [Fact]
    public void Every_model_has_a_program_that_compiles()
    {
        foreach (var model in ModelCatalog.Names)
        {
            var settings = new TrainingSettings { Data = @"C:\my ""digits""", Limit = 5, HyperParameters = HyperParameters.For(model) };
            Compile(TrainingProgram.Of(settings)).Length.ShouldBeGreaterThan(0);
        }
    }

    private static byte[] Compile(string program)
    {
        var code = string.Join('\n', program.Split('\n').Where(line => !line.StartsWith("#:", StringComparison.Ordinal)));
        var trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        var compilation = CSharpCompilation.Create(
            "program", [CSharpSyntaxTree.ParseText("global using System;\n" + code)],
            trusted.Split(Path.PathSeparator).Select(file => MetadataReference.CreateFromFile(file)),
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        using var assembly = new MemoryStream();
        var result = compilation.Emit(assembly);
        result.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).ShouldBeEmpty(program);
        return assembly.ToArray();
    }

    private static string Run(string program)
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.safetensors");
        var context = new AssemblyLoadContext("program", isCollectible: true);
        using var output = new StringWriter();
        var console = Console.Out;
        Console.SetOut(output);
        try
        {
            using var assembly = new MemoryStream(Compile(program.Replace("model.safetensors", file, StringComparison.Ordinal)));
            context.LoadFromStream(assembly).EntryPoint!.Invoke(null, BindingFlags.Default, null, [Array.Empty<string>()], null);
            Predictor.Load(file).Model.Name.ShouldBe("mlp");
        }
        finally
        {
            Console.SetOut(console);
            context.Unload();
            File.Delete(file);
        }

        return output.ToString().TrimEnd();
    }
}
