using Inkling.Data;
using Inkling.Models;
using Inkling.Nn;
using Inkling.Training;

namespace Inkling.Tests.Analysis;

/// <summary>A model whose first pixel chooses one of some rows of logits, so that a test can say what is predicted.</summary>
internal sealed class FixedLogits(params float[][] rows) : Module
{
    protected override Tensor ForwardCore(Tensor input)
    {
        var result = Tensor.Zeros(input.Shape[0], rows[0].Length);
        for (var i = 0; i < input.Shape[0]; i++)
            rows[(int)MathF.Round(input[i, 0, 0, 0].Item() * 255)].CopyTo(result.Span[(i * rows[0].Length)..]);
        return result;
    }

    /// <summary>Image i is of class labels[i] and gets the i-th row.</summary>
    public static (TrainedModel Model, ImageDataset Set) With(byte[] labels, params float[][] logits)
    {
        string[] names = [.. Enumerable.Range(0, logits[0].Length).Select(i => $"{i}")];
        byte[] pixels = [.. Enumerable.Range(0, labels.Length).Select(i => (byte)i)];
        return (new TrainedModel("fixed", new FixedLogits(logits), names, 1, 1), new ImageDataset("fixed", pixels, labels, names, 1, 1));
    }

    /// <summary>Logits of two classes whose softmax is p for the class.</summary>
    public static float[] Sure(int of, double p) => of == 0 ? [(float)Math.Log(p / (1 - p)), 0] : [0, (float)Math.Log(p / (1 - p))];
}
