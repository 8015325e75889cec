namespace Inkling.Figures.Charts;

/// <summary>Charts of the robustness of a model against attacks.</summary>
public static class AttackCharts
{
    /// <summary>The accuracy over the size of the perturbation, a line per attack.</summary>
    /// <param name="epsilons">The largest changes of a pixel, whose range is 0 to 1.</param>
    /// <param name="methods">The name of each attack and the accuracy, 0 to 1, at each epsilon.</param>
    /// <exception cref="ArgumentException">An attack does not have one accuracy for each epsilon.</exception>
    public static LineChart Accuracy(
        IReadOnlyList<double> epsilons, params IReadOnlyList<(string Name, IReadOnlyList<double> Accuracies)> methods)
    {
        var chart = new LineChart("Accuracy under attack", "epsilon", "accuracy") { From = 0, UpTo = 1 };
        foreach (var (name, accuracies) in methods)
            chart.Add(name, epsilons, accuracies);
        return chart;
    }

    /// <summary>A histogram of the smallest perturbations with which images are misclassified.</summary>
    /// <param name="epsilons">The minimal epsilon of each image; infinity or NaN where no perturbation suffices.</param>
    public static Histogram MinimalEpsilons(IReadOnlyList<double> epsilons) =>
        new("Minimal epsilon per image", "minimal epsilon", "images", epsilons)
        {
            WithoutValue = "Not misclassified at any epsilon",
        };
}
