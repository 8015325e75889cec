namespace Inkling.Figures.Charts;

/// <summary>The functions that a first network is made of.</summary>
public static class FunctionCharts
{
    /// <summary>1 / (1 + exp(-x)): any number becomes one between 0 and 1.</summary>
    public static LineChart Sigmoid() =>
        new LineChart("Sigmoid: any number becomes one between 0 and 1", "x", "1 / (1 + exp(-x))") { From = 0, UpTo = 1 }
        .Add("1 / (1 + exp(-x))", -6, 6, x => 1 / (1 + Math.Exp(-x)));

    /// <summary>max(x, 0): what is negative becomes 0.</summary>
    public static LineChart Relu() => new LineChart("ReLU: what is negative becomes 0", "x", "max(x, 0)")
        .Add("max(x, 0)", -3, 3, x => Math.Max(x, 0));

    /// <summary>-ln p: the loss of an image whose right class was given the probability p.</summary>
    public static LineChart NegativeLogarithm()
    {
        var chart = new LineChart(
            "The less probable the right class, the larger the loss", "p: probability of the right class", "-ln p")
        { From = 0, UpTo = 6 };
        return chart.Add("-ln p", 0, 1, p => -Math.Log(p));
    }
}
