namespace Inkling.Cli.Output;

/// <summary>Shows predictions as they are made; disposing it makes what was written complete, whatever happened meanwhile.</summary>
internal interface IPredictionOutput : IDisposable
{
    /// <summary>Adds the predictions of some batches.</summary>
    void Add(IReadOnlyList<PredictedBatch> batches);

    /// <summary>Adds what follows the last prediction.</summary>
    void End();
}
