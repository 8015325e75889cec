using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Inkling.Server.Serve;

/// <summary>
/// Holds the model in use and replaces it when its file changes or a newer one is found. A request is answered by the model that is in use
/// when its batch begins; a new one is loaded before the old one is released, and one that cannot be loaded leaves the old one in use.
/// </summary>
internal sealed partial class ModelHost : BackgroundService
{
    private readonly ModelSource _source;
    private readonly TimeSpan _interval;
    private readonly ServerMetrics _metrics;
    private readonly ILogger<ModelHost> _logger;
    private Version _version;
    private volatile ServedModel _current;

    /// <summary>Loads the first model.</summary>
    public ModelHost(ModelSource source, ServerOptions options, ServerMetrics metrics, ILogger<ModelHost> logger)
    {
        (_source, _interval, _metrics, _logger) = (source, options.ReloadInterval, metrics, logger);
        _version = Version.Of(source.Find());
        _current = new ServedModel(source.Load(_version.Path));
        LogLoaded(_version.Path, _current.Predictor.Model.Name, _current.Id);
    }

    /// <summary>Gets the model in use.</summary>
    public ServedModel Current => _current;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_interval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            Refresh();
    }

    private void Refresh()
    {
        var version = _version;
        try
        {
            version = Version.Of(_source.Find());
            if (version == _version)
                return;
            var model = new ServedModel(_source.Load(version.Path));
            _current = model;
            _metrics.CountReload(succeeded: true);
            LogLoaded(version.Path, model.Predictor.Model.Name, model.Id);
        }
        catch (Exception error)
        {
            // Whatever is wrong with a new file, the model in use is whole.
            _metrics.CountReload(succeeded: false);
            LogKept(version.Path, error.Message);
        }

        _version = version;
    }

    [LoggerMessage(1, LogLevel.Information, "Loaded {File}: {Model} {Id}")]
    private partial void LogLoaded(string file, string model, string id);

    [LoggerMessage(2, LogLevel.Warning, "Kept the model in use, because {File} cannot be loaded: {Reason}")]
    private partial void LogKept(string file, string reason);

    /// <summary>What changes when a file is replaced.</summary>
    private sealed record Version(string Path, DateTime LastWrite, long Length)
    {
        public static Version Of(string path)
        {
            var file = new FileInfo(path);
            return new Version(path, file.LastWriteTimeUtc, file.Exists ? file.Length : 0);
        }
    }
}
