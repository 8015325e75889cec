namespace Inkling.Figures.Charts;

/// <summary>How little it takes to fool a model.</summary>
public static class AttackCharts
{
    /// <summary>The accuracy over the size of the perturbation, a line for each method.</summary>
    /// <param name="epsilons">The sizes: how much a pixel of 0 to 1 may change.</param>
    /// <param name="methods">The name of each method and the share of the images that is still read right at each size.</param>
    /// <exception cref="ArgumentException">A method does not have one accuracy for each size.</exception>
    public static LineChart Accuracy(
        IReadOnlyList<double> epsilons, params IReadOnlyList<(string Name, IReadOnlyList<double> Accuracies)> methods)
    {
        var chart = new LineChart("Accuracy over the size of the perturbation", "epsilon", "accuracy") { From = 0, UpTo = 1 };
        foreach (var (name, accuracies) in methods)
            chart.Add(name, epsilons, accuracies);
        return chart;
    }

    /// <summary>The smallest perturbations that fool the model, one for each image.</summary>
    /// <param name="epsilons">The sizes; infinite or not a number for an image that nothing fools.</param>
    public static Histogram MinimalEpsilons(IReadOnlyList<double> epsilons) =>
        new("The smallest perturbation that fools, image by image", "smallest epsilon", "images", epsilons)
        {
            WithoutValue =
            "Not fooled by any size"
        };
}
