using System.Numerics.Tensors;
using Inkling.Data;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Analysis;

/// <summary>The accuracy of a model under an attack, for each of several epsilons.</summary>
public sealed class AttackedAccuracy
{
    private readonly int[] _correct;

    private AttackedAccuracy(IReadOnlyList<float> epsilons, int[] correct, int count) =>
        (Epsilons, _correct, Count) = (epsilons, correct, count);

    /// <summary>Gets the largest changes of a pixel.</summary>
    public IReadOnlyList<float> Epsilons { get; }

    /// <summary>Gets the number of images: all, or the first ones of the set where the measurement was cancelled.</summary>
    public int Count { get; }

    /// <summary>Gets the accuracy for each of <see cref="Epsilons"/>.</summary>
    public IReadOnlyList<double> Accuracies => [.. _correct.Select(correct => correct / (double)Count)];

    /// <summary>Attacks all images of a set with each epsilon.</summary>
    /// <param name="model">The model; it is afterwards as it was before.</param>
    /// <param name="set">At least one image, of the model's size and with the model's classes.</param>
    /// <param name="attack">The attack. Its gradient at the image is computed once for all epsilons.</param>
    /// <param name="epsilons">The largest changes of a pixel, 0 to 1 each; 0 leaves the image unchanged.</param>
    /// <param name="progress">Receives the completed share, 0 to 1.</param>
    /// <param name="cancellation">Cancels the measurement; the result is then of the batches before.</param>
    /// <exception cref="ArgumentOutOfRangeException">An epsilon is not from 0 to 1.</exception>
    /// <exception cref="ArgumentException">There is no image, or the images or classes are not those of the model.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested in the first batch.</exception>
    public static AttackedAccuracy Of(
        TrainedModel model, ImageDataset set, Attack attack, IReadOnlyList<float> epsilons, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        Require.Fitting(model, set);
        foreach (var epsilon in epsilons)
            Require.Epsilon(epsilon, nameof(epsilons));
        using var _ = new EvaluationScope(model.Module);
        var (targets, correct, done) = (new AttackBatch(model), new int[epsilons.Count], 0);
        int[] items = [.. Enumerable.Range(0, AttackBatch.BatchSize)];
        var (moves, misclassified) = (new float[AttackBatch.BatchSize], new bool[AttackBatch.BatchSize]);
        var correctInBatch = new int[correct.Length];
        try
        {
            while (done < set.Count)
            {
                cancellation.ThrowIfCancellationRequested();
                targets.Load(set, done);
                for (var e = 0; e < correct.Length; e++)
                {
                    moves.AsSpan().Fill(epsilons[e]);
                    targets.Try(attack, items.AsSpan(0, targets.Count), moves.AsSpan(0, targets.Count), misclassified, cancellation);
                    cancellation.ThrowIfCancellationRequested();
                    correctInBatch[e] = misclassified.AsSpan(0, targets.Count).Count(false);
                }

                TensorPrimitives.Add(correct, correctInBatch, correct);
                done += targets.Count;
                progress?.Report(done / (double)set.Count);
            }
        }
        catch (OperationCanceledException) when (done > 0 && cancellation.IsCancellationRequested)
        {
            // The result is of the batches before.
        }

        return new AttackedAccuracy([.. epsilons], correct, done);
    }
}
