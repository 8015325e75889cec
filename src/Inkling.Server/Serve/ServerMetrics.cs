using System.Diagnostics.Metrics;

namespace Inkling.Server.Serve;

/// <summary>The measurements of the server itself; those of HTTP are ASP.NET Core's.</summary>
internal sealed class ServerMetrics
{
    public const string MeterName = "Inkling.Server";

    private readonly Counter<long> _images;
    private readonly Counter<long> _reloads;
    private readonly Histogram<int> _batchSize;
    private readonly Histogram<double> _inferenceDuration;

    public ServerMetrics(IMeterFactory factory)
    {
        var meter = factory.Create(MeterName);
        _images = meter.CreateCounter<long>("inkling.images", "{image}", "The images that were classified.");
        _reloads = meter.CreateCounter<long>(
            "inkling.model.reloads", "{reload}", "The models that were loaded after the first, or failed to.");
        _batchSize = meter.CreateHistogram(
            "inkling.batch.size", "{image}", "The images of one forward pass.",
            advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256] });
        _inferenceDuration = meter.CreateHistogram(
            "inkling.inference.duration", "s", "The duration of one forward pass.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.1, 1],
            });
    }

    /// <summary>Records one forward pass.</summary>
    public void RecordBatch(int images, TimeSpan duration)
    {
        _images.Add(images);
        _batchSize.Record(images);
        _inferenceDuration.Record(duration.TotalSeconds);
    }

    /// <summary>Records that a new model was loaded, or could not be.</summary>
    public void CountReload(bool succeeded) =>
        _reloads.Add(1, new KeyValuePair<string, object?>("outcome", succeeded ? "loaded" : "failed"));
}
