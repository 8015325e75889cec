using System.Text.Json;
using Inkling.Analysis;
using Inkling.Cli.Output;
using Inkling.Data;
using Inkling.Figures.Images;

namespace Inkling.Cli.Commands;

/// <summary>One test image before and after an attack.</summary>
internal sealed class AttackOnImage
{
    private const int BarWidth = 24;
    private readonly LoadedModel _opened;
    private readonly Attack _attack;
    private readonly float _epsilon, _smallest;
    private readonly int _index, _label;
    private readonly Explanation _before, _after;

    private AttackOnImage(
        LoadedModel opened, Attack attack, float epsilon, int index, Explanation before, Explanation after, float smallest)
    {
        (_opened, _attack, _epsilon, _index, _before, _after, _smallest) = (opened, attack, epsilon, index, before, after, smallest);
        _label = opened.Images.Labels[index];
    }

    private IReadOnlyList<string> Names => _opened.Model.ClassNames;

    /// <exception cref="UsageException">There is no such image.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static AttackOnImage Run(LoadedModel opened, Attack attack, float epsilon, int index, CancellationToken cancellation)
    {
        var (_, model, _, data, images) = opened;
        if (index >= images.Count)
            throw new UsageException(
                $"--index {index}: {data.Name} has {Format.Counted(images.Count, "test image")}, expected 0 to {images.Count - 1}");
        var (clean, label) = images.Take([index]);
        var before = Explain(clean, "");
        var moved = attack.Perturb(model, clean, label, epsilon, cancellation);
        var smallest = MinimalEpsilon.Search(model, images.Select([index]), attack, cancellation: cancellation)[0];
        return new AttackOnImage(opened, attack, epsilon, index, before, Explain(moved, " after the attack"), smallest);

        Explanation Explain(Tensor image, string when)
        {
            var explanation = Explanation.Of(model, image.Span);
            return explanation.Prediction.Class is null
                ? throw ModelLoader.OutputIsNaN(opened.File, $"test image {index} of {data.Name}{when}")
                : explanation;
        }
    }

    public void Show(Screen screen)
    {
        screen.Line($"{_opened.Model.Name} from {_opened.File}, test image {_index} of {_opened.Data.Name}: {Names[_label]}");
        screen.Line();
        var both = new ImageDataset(
            "both", [.. Bytes(_before.Image), .. Bytes(_after.Image)], new byte[2], Names, _opened.Model.Rows, _opened.Model.Columns);
        foreach (var line in DigitArt.Lines(both, [0, 1], screen.HasColors))
            screen.Raw(line + Environment.NewLine);
        screen.Line();
        string[][] rows =
        [
            .. Names.Select((name, i) => (string[])
            [
                name, Format.Percent(_before.Probabilities[i]), BarOf(screen, _before.Probabilities[i]),
                Format.Percent(_after.Probabilities[i]),
                BarOf(screen, _after.Probabilities[i]),
            ]),
        ];
        screen.Table(["class", "original", "", "perturbed", ""], rows);
        screen.Line();
        screen.Line(
            $"Predicted {Text(_before)} for the original, {Text(_after)} after {_attack.Name} with epsilon {_epsilon}",
            _after.Class == _label ? "green" : "red");
        screen.Line(_smallest switch
        {
            0 => "The original is misclassified: no attack is needed",
            float.PositiveInfinity => $"{_attack.Name} succeeds with no epsilon up to 1",
            _ => $"The minimal epsilon at which the image is misclassified: {_smallest:0.0000}, {_smallest * 255:0} of 255 grey levels",
        });
    }

    /// <summary>Draws the image, the perturbation and the perturbed image, with the probabilities of both.</summary>
    public void Draw(string file, Screen screen)
    {
        FigureOption.Save(
            AdversarialExample.Of(
                $"Test image {_index} after {_attack.Name.ToUpperInvariant()} with epsilon {_epsilon}", _before, _after, _label), file);
        screen.Line($"Before and after are drawn in {file}");
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("model", _opened.Model.Name);
        json.WriteString("file", _opened.File);
        json.WriteBoolean("verified", _opened.Model.IsVerified);
        json.WriteString("data", _opened.Data.Name);
        json.WriteNumber("index", _index);
        json.WriteClass("label", Names[_label]);
        AttackCommand.Write(json, _attack, _epsilon);
        Write(json, "before", _before);
        Write(json, "after", _after);
        json.WriteBoolean("succeeded", _before.Class == _label && _after.Class != _label);
        json.WriteFinite("minimal_epsilon", _smallest);
        json.WriteEndObject();
    }

    private void Write(Utf8JsonWriter json, string property, Explanation explanation)
    {
        json.WriteStartObject(property);
        json.WriteClass("class", Names[explanation.Class]);
        json.WriteFinite("probability", explanation.Confidence);
        json.WriteNumbers("probabilities", explanation.Probabilities);
        json.WriteNumbers("image", explanation.Image);
        json.WriteEndObject();
    }

    private string Text(Explanation explanation) => $"{Names[explanation.Class]} ({Format.Percent(explanation.Confidence)})";

    private static string BarOf(Screen screen, float share) => screen.IsTerminal ? Bar.Of(share, BarWidth) : Bar.Plain(share, BarWidth);

    private static byte[] Bytes(ReadOnlySpan<float> image)
    {
        var bytes = new byte[image.Length];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)MathF.Round(image[i] * 255);
        return bytes;
    }
}
