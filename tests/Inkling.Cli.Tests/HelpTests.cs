using Inkling.Cli.Output;
using Inkling.Models;

namespace Inkling.Cli.Tests;

public class HelpTests
{
    public static TheoryData<string> Commands { get; } = [.. Help.Examples.Keys];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Help_shows_usage_and_examples(string command)
    {
        using var program = new Program();
        var outcome = command == "inkling" ? program.Run("--help") : program.Run(command, "--help");
        outcome.ExitCode.ShouldBe(0);
        outcome.Error.ShouldBeEmpty();
        outcome.Output.ShouldContain("Usage:");
        outcome.Output.ShouldContain(command == "inkling" ? "inkling [command]" : $"inkling {command}");
        outcome.Output.ShouldContain("Examples:\n  inkling");
    }

    [Fact]
    public void Help_lists_the_models_and_marks_optional_arguments()
    {
        using var program = new Program();
        var train = program.Run("train", "--help").Output;
        foreach (var recipe in ModelCatalog.All)
            train.ShouldMatch($@"\n  {recipe.Name} +{recipe.Description}\n");
        program.Run("--help").Output.ShouldContain("  evaluate [RUN]  Measure");
    }

    [Fact]
    public void Every_command_has_examples_and_every_example_can_be_parsed()
    {
        var root = CommandLine.Create();
        Help.Examples.Keys.ShouldBe([root.Name, .. root.Subcommands.Select(command => command.Name)], ignoreOrder: true);
        foreach (var example in Help.Examples.Values.SelectMany(lines => lines))
        {
            var line = example.Split("  ")[0].Split(" > ")[0].Split(" < ")[0];
            root.Parse(line.Split(' ')[1..]).Errors.ShouldBeEmpty(line);
        }
    }

    [Theory]
    [InlineData("inkling", "")]
    [InlineData("inkling", "frobnicate")]
    [InlineData("inkling train", "train --fast")]
    [InlineData("inkling train", "train extra")]
    [InlineData("inkling train", "train --lr")]
    [InlineData("inkling evaluate", "evaluate a b")]
    [InlineData("inkling predict", "predict")]
    [InlineData("inkling predict", "predict --colour a.png")]
    [InlineData("inkling explain", "explain")]
    [InlineData("inkling attack", "attack --epsilon 1.01")]
    [InlineData("inkling attack", "attack --step-size 0.01")]
    [InlineData("inkling data", "data --format idx")]
    [InlineData("inkling lr-find", "lr-find --lr 1")]
    [InlineData("inkling sweep", "sweep --lr 0.1,-1")]
    [InlineData("inkling info", "info --more")]
    public void A_usage_error_is_one_line_with_a_hint(string help, string arguments)
    {
        using var program = new Program();
        var outcome = program.Run(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        outcome.ExitCode.ShouldBe(2);
        outcome.OutputBytes.ShouldBeEmpty();
        TrainTests.OneLine(outcome).ShouldMatch($@"^inkling: .+ \(see {help} --help\)$");
    }

    [Theory]
    [InlineData("trian", ", did you mean train?")]
    [InlineData("sweeps", ", did you mean sweep?")]
    [InlineData("lrfind", ", did you mean lr-find?")]
    [InlineData("frobnicate", "")]
    [InlineData("train --optimiser adam", ", did you mean --optimizer?")]
    [InlineData("train --batchsize 3", ", did you mean --batch-size?")]
    [InlineData("train --frobnicate", "")]
    public void A_mistyped_command_or_option_is_suggested(string arguments, string expected) =>
        Suggestion.For(CommandLine.Create().Parse(arguments)).ShouldBe(expected);

    [Theory]
    [InlineData("", "abc", 3)]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "acb", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void The_distance_of_words_counts_edits(string from, string to, int edits)
    {
        Suggestion.Distance(from, to).ShouldBe(edits);
        Suggestion.Distance(to, from).ShouldBe(edits);
    }

    [Fact]
    public void Info_measures_and_version_is_a_number()
    {
        using var program = new Program();
        var info = program.Run("info");
        info.ExitCode.ShouldBe(0, info.Error);
        info.Output.ShouldMatch(@"multiply-add peak, 1 thread +[\d,]+ GFLOP/s");
        info.Output.ShouldContain($"{Compute.VectorBits} bits");
        info.Output.ShouldContain(Format.Arithmetic(Compute.Arithmetic));
        info.Output.ShouldEndWith("MNIST is not downloaded yet; `inkling train` downloads it.\n");
        program.Run("--version").Output.Trim().ShouldMatch(@"^\d+\.\d+\.\d+$");
    }
}
