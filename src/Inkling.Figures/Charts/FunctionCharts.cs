namespace Inkling.Figures.Charts;

/// <summary>Charts of the functions of a first network.</summary>
public static class FunctionCharts
{
    /// <summary>The sigmoid, 1 / (1 + exp(-x)), for x from -6 to 6.</summary>
    public static LineChart Sigmoid() =>
        new LineChart("Sigmoid", "x", "1 / (1 + exp(-x))") { From = 0, UpTo = 1 }
            .Add("1 / (1 + exp(-x))", -6, 6, x => 1 / (1 + Math.Exp(-x)));

    /// <summary>The rectified linear unit, max(x, 0), for x from -3 to 3.</summary>
    public static LineChart Relu() => new LineChart("ReLU", "x", "max(x, 0)")
        .Add("max(x, 0)", -3, 3, x => Math.Max(x, 0));

    /// <summary>The negative logarithm, -ln p: the cross-entropy of an image whose class has the probability p.</summary>
    public static LineChart NegativeLogarithm() =>
        new LineChart("Cross-entropy of one image", "p: probability of its class", "-ln p") { From = 0, UpTo = 6 }
            .Add("-ln p", 0, 1, p => -Math.Log(p));
}
