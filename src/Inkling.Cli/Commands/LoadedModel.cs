using Inkling.Cli.Runs;
using Inkling.Data;
using Inkling.Models;
using Inkling.Nn;
using Inkling.Training;
using Inkling.Training.Metrics;

namespace Inkling.Cli.Commands;

/// <summary>A trained model and test images.</summary>
/// <param name="File">The model's file.</param>
/// <param name="Model">The model.</param>
/// <param name="Config">The configuration of its run; null for a file that is not in the folder of a run.</param>
/// <param name="Data">The data that the images are from.</param>
/// <param name="Images">The test images, at least one, with the model's classes.</param>
internal sealed record LoadedModel(string File, TrainedModel Model, RunConfig? Config, DigitData Data, ImageDataset Images)
{
    /// <summary>Creates the loss that the training minimised: with the run's label smoothing, where the run is known.</summary>
    private Loss CreateLoss() => (Config?.HyperParameters ?? HyperParameters.For(Model.Name)).CreateLoss();

    /// <summary>Measures the loss on the images, and metrics.</summary>
    /// <exception cref="CliException">It is NaN: sums of the model's weights, which are finite, overflow.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested.</exception>
    public double Measure(IReadOnlyList<Metric> metrics, CancellationToken cancellation)
    {
        var loss = Evaluator.Run(Model.Module, DataLoaders.ForValidation(Images), CreateLoss(), metrics, cancellation);
        return double.IsNaN(loss) ? throw ModelLoader.OutputIsNaN(File, Data.Name) : loss;
    }
}
