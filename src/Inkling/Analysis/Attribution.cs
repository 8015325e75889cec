using Inkling.Models;

namespace Inkling.Analysis;

/// <summary>
/// The attribution of a model's output to the pixels of one image: how much each pixel counts for one class, as an
/// <see cref="AttributionMethod"/> measures it.
/// </summary>
public sealed class Attribution
{
    private readonly float[] _image, _values;

    internal Attribution(AttributionInput input, AttributionMethod method, float[] values)
    {
        (Model, Method, Target, Output) = (input.Model, method, input.Target, input.Output);
        (_image, _values) = (input.Image, values);
    }

    /// <summary>Gets the model.</summary>
    public TrainedModel Model { get; }

    /// <summary>Gets the method.</summary>
    public AttributionMethod Method { get; }

    /// <summary>Gets the index of the class whose output is attributed.</summary>
    public int Target { get; }

    /// <summary>
    /// Gets the output that is attributed, for the image: the logit of <see cref="Target"/>; of two classes less that of the other.
    /// </summary>
    public float Output { get; }

    /// <summary>Gets the name of the output: "logit of 7"; of two classes "log-odds of 7".</summary>
    public string OutputName => $"{(Model.ClassNames.Count == 2 ? "log-odds" : "logit")} of {Model.ClassNames[Target]}";

    /// <summary>Gets the image: [rows, columns], 0 for background to 1 for ink.</summary>
    public ReadOnlySpan<float> Image => _image;

    /// <summary>
    /// Gets the attribution of each pixel: [rows, columns]. Above 0 the pixel counts for the class, below 0 against it, unless they are
    /// magnitudes (<see cref="AttributionMethod.IsMagnitude"/>); <see cref="GradCam"/> has no values below 0.
    /// </summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>Gets the sum of <see cref="Values"/>.</summary>
    public double Sum
    {
        get
        {
            var sum = 0.0;
            foreach (var value in _values)
                sum += value;
            return sum;
        }
    }

    /// <summary>Gets the output for the baseline of <see cref="IntegratedGradients"/>; null for the other methods.</summary>
    public float? BaselineOutput { get; internal init; }

    /// <summary>
    /// Gets <see cref="Sum"/> less the difference of <see cref="Output"/> and <see cref="BaselineOutput"/>, which is 0 for an exact
    /// integral: the error of <see cref="IntegratedGradients"/> by its finite number of steps; null for the other methods.
    /// </summary>
    public double? CompletenessGap => BaselineOutput is { } baseline ? Sum - ((double)Output - baseline) : null;

    /// <summary>Gets the name of the layer whose feature maps <see cref="GradCam"/> has used; null for the other methods.</summary>
    public string? Layer { get; internal init; }
}
