using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Inkling.Models;

namespace Inkling.Cli;

/// <summary>The usual help, followed by examples.</summary>
internal sealed class Help : SynchronousCommandLineAction
{
    internal static readonly IReadOnlyDictionary<string, string[]> Examples = new Dictionary<string, string[]>
    {
        ["inkling"] =
        [
            "inkling train                        train a network on digits, in about a second",
            "inkling predict seven.png            classify a picture with the newest network",
            "inkling data --preview               show some digits",
        ],
        ["train"] =
        [
            "inkling train                                                        the defaults: 3 epochs, mini-batches of 64, SGD at 0.1",
            "inkling train --optimizer momentum --schedule one-cycle --lr 0.2     the same time, a higher accuracy",
            "inkling train --data handwriting --epochs 5 --out runs/written       generated digits",
            "inkling train --data digits/ --seed 7 --json > result.json           a folder such as digits/train/3/*.png",
            "inkling train --model simple-net                                     threes and sevens only",
            "inkling train --hidden 512 --augmentation affine --epochs 10         a wider network, with data augmentation",
            "inkling train --resume runs/written                                  from its newest checkpoint",
        ],
        ["evaluate"] =
        [
            "inkling evaluate runs/written                        on the test images of its own data",
            "inkling evaluate runs/written --data mnist --json    on those of MNIST",
        ],
        ["predict"] =
        [
            "inkling predict seven.png                                       with the newest run, or the pretrained model",
            "inkling predict a.png b.jpg --model runs/written --json         several files, as JSON",
            "inkling predict - < seven.png                                   from standard input",
            "inkling predict t10k-images-idx3-ubyte.gz --limit 20            the images of an IDX file",
        ],
        ["explain"] =
        [
            "inkling explain seven.png                                          with the newest run, or the pretrained model",
            "inkling explain seven.png --model runs/written --json              every activation, as JSON",
            "inkling explain t10k-images-idx3-ubyte.gz --index 8                an image of an IDX file",
            "inkling explain seven.png --out activations.svg                    as a figure",
            "inkling explain seven.png --method occlusion --class 1             the pixels that count for a 1 and against it",
        ],
        ["attack"] =
        [
            "inkling attack                                                     the test images, with the newest run below ./runs",
            "inkling attack runs/written --epsilon 0.0625 --method pgd          projected gradient descent",
            "inkling attack runs/written --index 8 --json                       one image, as JSON",
            "inkling attack --index 8 --out attack.svg                          the image, the perturbation and the result, as a figure",
        ],
        ["report"] =
        [
            "inkling report                                        of the newest run below ./runs",
            "inkling report runs/written --out written.html        one file, which needs no network",
            "inkling report runs/written --json > numbers.json     its numbers, as JSON",
        ],
        ["data"] =
        [
            "inkling data                                          where MNIST is, and the number of each digit",
            "inkling data --data handwriting --preview             show some digits",
            "inkling data --export digits --format png --limit 1000",
            "inkling data --sheet digits.png                       a picture of 20 images of each digit",
        ],
        ["lr-find"] =
        [
            "inkling lr-find                                         a learning rate for mlp",
            "inkling lr-find --model cnn --optimizer adam --out lr.svg",
        ],
        ["sweep"] =
        [
            "inkling sweep --lr 0.0001,0.001,0.01,0.1,1,10                    from too low to diverged",
            "inkling sweep --optimizer sgd,momentum,adam,adamw --seed 1,2,3   three seeds each: the mean and its spread",
            "inkling sweep --data-size 1000,10000,60000 --out sizes           the gain from more images",
            "inkling sweep --augmentation none,shift,affine,elastic --epochs 10",
            "inkling sweep --hidden 16,32,128 --batch-size 16,64              all six combinations",
        ],
        ["lab"] =
        [
            "inkling lab                       opens the browser",
            "inkling lab runs/written          with the model of that run",
            "inkling lab --port 5000 --no-browser",
        ],
        ["serve"] =
        [
            "inkling serve                                        on port 8080, with the newest run, or the pretrained model",
            "inkling serve runs/written --port 0 --log json       on a port that is free, with JSON on standard error",
        ],
        ["info"] = ["inkling info"],
    };

    private readonly HelpAction _usual = new();

    /// <summary>Gets the name of the command that was given, for a hint at its help: "inkling train".</summary>
    public static string CommandFor(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{CommandFor(parent)} {result.Command.Name}" : result.Command.Name;

    public override int Invoke(ParseResult parseResult)
    {
        var command = parseResult.CommandResult.Command;
        var configuration = parseResult.InvocationConfiguration;
        var output = configuration.Output;
        using var usual = new StringWriter();
        configuration.Output = usual;
        _usual.Invoke(parseResult);
        configuration.Output = output;
        output.Write(WithOptionalArguments(usual.ToString(), command));
        if (command.Name == "train")
        {
            output.WriteLine("Models:");
            foreach (var model in ModelCatalog.All)
                output.WriteLine($"  {model.Name,-15}{model.Description}");
            output.WriteLine();
        }

        output.WriteLine("Examples:");
        foreach (var line in Examples[command.Name])
            output.WriteLine("  " + line);
        return ExitCode.Success;
    }

    /// <summary>Shows an optional argument as [RUN] in the list of commands, where the usual help shows it as required.</summary>
    private static string WithOptionalArguments(string help, Command parent)
    {
        foreach (var command in parent.Subcommands)
        {
            foreach (var argument in command.Arguments.Where(argument => argument.Arity.MinimumNumberOfValues == 0))
                help = help.Replace($"  {command.Name} <{argument.Name}>", $"  {command.Name} [{argument.Name}]", StringComparison.Ordinal);
        }

        return help;
    }
}
