using Inkling.Data;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Analysis;

/// <summary>
/// The robustness of a model to an attack: for each image of a set the smallest epsilon with which the attack makes the model misclassify
/// it.
/// </summary>
/// <remarks>
/// A misclassified image need not stay misclassified as epsilon grows, since a larger step may leave the wrong class again. The first
/// crossing is searched: epsilon grows by 1/32 until the image is misclassified, and bisection narrows it down to 1/1024. Where such a step
/// holds several crossings, bisection ends at one of them. The model misclassifies the image with the epsilon that is reported.
/// </remarks>
public sealed class MinimalEpsilon
{
    /// <summary>Steps of the scan from 0 to 1.</summary>
    private const int ScanSteps = 32;

    /// <summary>Bisections, from 1/32 to 1/1024.</summary>
    private const int Halvings = 5;

    /// <summary>The precision of the epsilons.</summary>
    public const float Tolerance = 1f / (ScanSteps << Halvings);

    private readonly float[] _epsilons;
    private readonly float[] _sorted;

    private MinimalEpsilon(float[] epsilons, int count)
    {
        _epsilons = epsilons[..count];
        _sorted = [.. _epsilons.Where(epsilon => epsilon > 0).Order()];
        Mean = _sorted.Where(float.IsFinite).Select(epsilon => (double)epsilon).DefaultIfEmpty(double.NaN).Average();
    }

    /// <summary>Gets the number of images: all, or the first ones of the set where the search was cancelled.</summary>
    public int Count => _epsilons.Length;

    /// <summary>Gets the number of images that are misclassified without an attack; their epsilon is 0.</summary>
    public int Misclassified => Count - _sorted.Length;

    /// <summary>
    /// Gets the number of images that are correctly classified with every epsilon of the scan, up to 1; their epsilon is infinite.
    /// </summary>
    public int NeverMisclassified => _sorted.Count(float.IsPositiveInfinity);

    /// <summary>Gets the mean over the correctly classified images with a finite epsilon; NaN where there are none.</summary>
    public double Mean { get; }

    /// <summary>Gets the median over the correctly classified images.</summary>
    public double Median => Quantile(0.5);

    /// <summary>Gets the smallest epsilon with which an image is misclassified: 0, above 0 to 1, or infinite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    public float this[int item] => (uint)item < (uint)Count
        ? _epsilons[item]
        : throw new ArgumentOutOfRangeException(nameof(item), item, $"index {item} is given, 0 to {Count - 1} are expected");

    /// <summary>
    /// The quantile over the correctly classified images, with linear interpolation (Hyndman and Fan, The American Statistician 50, 1996,
    /// definition 7); infinite where it falls on an infinite epsilon, NaN where no image is correctly classified.
    /// </summary>
    /// <param name="share">0 to 1: 0.25 and 0.75 for the quartiles.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not from 0 to 1.</exception>
    public double Quantile(double share)
    {
        if (!(share is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, $"a share of {share}, expected 0 to 1");
        if (_sorted.Length == 0)
            return double.NaN;
        var place = share * (_sorted.Length - 1);
        var (below, above) = (_sorted[(int)place], _sorted[(int)Math.Ceiling(place)]);
        return below == above ? below : below + ((place - Math.Floor(place)) * (above - below));
    }

    /// <summary>Attacks all images of a set, batch by batch.</summary>
    /// <param name="model">The model; it is afterwards as it was before.</param>
    /// <param name="set">At least one image, of the model's size and with the model's classes.</param>
    /// <param name="attack">The attack; <see cref="FastGradientSign"/> when null. Its gradient at the image is computed once for all
    /// epsilons.</param>
    /// <param name="progress">Receives the completed share, 0 to 1.</param>
    /// <param name="cancellation">Cancels the search; the result is then of the batches before.</param>
    /// <exception cref="ArgumentException">There is no image, or the images or classes are not those of the model.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested in the first batch.</exception>
    public static MinimalEpsilon Search(
        TrainedModel model, ImageDataset set, Attack? attack = null, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        Require.Fitting(model, set);
        attack ??= new FastGradientSign();
        using var _ = new EvaluationScope(model.Module);
        var (epsilons, search) = (new float[set.Count], new Searcher(new AttackBatch(model), attack, cancellation));
        var done = 0;
        try
        {
            while (done < set.Count)
            {
                cancellation.ThrowIfCancellationRequested();
                done += search.Next(set, done, epsilons);
                progress?.Report(done / (double)set.Count);
            }
        }
        catch (OperationCanceledException) when (done > 0 && cancellation.IsCancellationRequested)
        {
            // The result is of the batches before.
        }

        return new MinimalEpsilon(epsilons, done);
    }

    /// <summary>Searches for the images of a batch together; each attempt is a batch of those that remain.</summary>
    private sealed class Searcher(AttackBatch targets, Attack attack, CancellationToken cancellation)
    {
        private readonly int[] _items = new int[AttackBatch.BatchSize];
        private readonly float[] _low = new float[AttackBatch.BatchSize], _high = new float[AttackBatch.BatchSize];
        private readonly float[] _middle = new float[AttackBatch.BatchSize];
        private readonly bool[] _misclassified = new bool[AttackBatch.BatchSize];

        public int Next(ImageDataset set, int first, float[] epsilons)
        {
            targets.Load(set, first);
            var result = epsilons.AsSpan(first, targets.Count);
            Scan(result);
            Bisect(result);
            return targets.Count;
        }

        /// <summary>Raises epsilon for the images that are still correctly classified.</summary>
        private void Scan(Span<float> result)
        {
            var left = 0;
            for (var i = 0; i < result.Length; i++)
            {
                result[i] = targets.IsCorrect(i) ? float.PositiveInfinity : 0;
                if (targets.IsCorrect(i))
                    _items[left++] = i;
            }

            for (var step = 1; step <= ScanSteps && left > 0; step++)
            {
                var epsilon = step / (float)ScanSteps;
                _middle.AsSpan(0, left).Fill(epsilon);
                Try(left);
                var kept = 0;
                for (var i = 0; i < left; i++)
                {
                    if (_misclassified[i])
                        result[_items[i]] = epsilon;
                    else
                        _items[kept++] = _items[i];
                }

                left = kept;
            }
        }

        /// <summary>Bisects the step in which each image was misclassified for the first time.</summary>
        private void Bisect(Span<float> result)
        {
            var count = 0;
            for (var i = 0; i < result.Length; i++)
            {
                if (result[i] == 0 || float.IsInfinity(result[i]))
                    continue;
                _items[count] = i;
                (_low[count], _high[count]) = (result[i] - (1f / ScanSteps), result[i]);
                count++;
            }

            for (var halving = 0; halving < Halvings && count > 0; halving++)
            {
                for (var i = 0; i < count; i++)
                    _middle[i] = (_low[i] + _high[i]) / 2;
                Try(count);
                for (var i = 0; i < count; i++)
                    (_misclassified[i] ? ref _high[i] : ref _low[i]) = _middle[i];
            }

            for (var i = 0; i < count; i++)
                result[_items[i]] = _high[i];
        }

        private void Try(int count)
        {
            cancellation.ThrowIfCancellationRequested();
            targets.Try(attack, _items.AsSpan(0, count), _middle.AsSpan(0, count), _misclassified.AsSpan(0, count), cancellation);
        }
    }
}
