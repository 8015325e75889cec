using System.Net;
using System.Net.Sockets;

namespace Inkling.Data;

/// <summary>
/// Fetches files of known size and checksum from the first mirror that has them: https only, redirects included. A file is held in memory
/// until it is checked, so nothing unchecked reaches the disk.
/// </summary>
internal sealed class MirrorDownload : IDisposable
{
    private const int MaxRedirects = 5;
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(5);

    private readonly HttpClient _client;
    private readonly MnistOptions _options;
    private readonly List<Uri> _mirrors;
    private readonly Dictionary<string, string> _failures = new(StringComparer.Ordinal);

    public MirrorDownload(MnistOptions options)
    {
        _options = options;
        _mirrors = [.. options.Mirrors];

        // Redirects are followed here, where each step's scheme is checked.
        _client = options.Handler is { } handler
            ? new HttpClient(handler, disposeHandler: false)
            : new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = ConnectLimit });
        _client.Timeout = Timeout.InfiniteTimeSpan;
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("Inkling");
    }

    /// <summary>A phrase for each mirror that failed: its host and the reason of the last failure.</summary>
    public IReadOnlyList<string> Failures => [.. _failures.Select(failure => $"{failure.Key}: {failure.Value}")];

    /// <summary>Fetches one file. A mirror that failed is told of once another one has given the file.</summary>
    /// <param name="file">Which.</param>
    /// <param name="cancellation">Ends the download.</param>
    /// <returns>The compressed bytes, checked, or null where every mirror failed.</returns>
    public async Task<byte[]?> FetchAsync(MnistFile file, CancellationToken cancellation)
    {
        var untold = new List<string>();
        foreach (var mirror in _mirrors.ToArray())
        {
            var address = new Uri(mirror, file.CompressedName);
            var received = await ReceiveAsync(address, file, cancellation).ConfigureAwait(false);
            if (received.Bytes is { } bytes)
            {
                foreach (var failure in untold)
                    _options.Messages?.Report($"download failed, {failure}");

                // The next file asks this mirror first and does not wait again for one that is out of reach.
                _mirrors.Remove(mirror);
                _mirrors.Insert(0, mirror);
                return bytes;
            }

            if (!_failures.ContainsKey(mirror.Host))
                untold.Add($"{mirror.Host}: {received.Failure}");
            _failures[mirror.Host] = received.Failure!;
        }

        return null;
    }

    public void Dispose() => _client.Dispose();

    private async Task<Received> ReceiveAsync(Uri address, MnistFile file, CancellationToken cancellation)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        silence.CancelAfter(_options.SilenceLimit);
        try
        {
            for (var redirects = 0; redirects <= MaxRedirects; redirects++)
            {
                if (address.Scheme != Uri.UriSchemeHttps)
                    return Received.Failed($"redirected to {address}, only https is followed");
                using var response =
                    await _client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, silence.Token).ConfigureAwait(false);
                if (response.StatusCode == HttpStatusCode.OK)
                    return await ReadBodyAsync(response.Content, file, silence).ConfigureAwait(false);
                if ((int)response.StatusCode is < 300 or > 399)
                    return Received.Failed($"HTTP status {(int)response.StatusCode}");
                if (response.Headers.Location is not { } location || !Uri.TryCreate(address, location, out var next))
                    return Received.Failed($"HTTP status {(int)response.StatusCode} without an address to go to");
                address = next;
            }

            return Received.Failed($"more than {MaxRedirects} redirects");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Received.Failed(silence.IsCancellationRequested
                ? $"no answer for {_options.SilenceLimit.TotalSeconds:0.#} s"
                : $"no connection in {ConnectLimit.TotalSeconds:0} s");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return Received.Failed(Reason(exception, address));
        }
    }

    private async Task<Received> ReadBodyAsync(HttpContent content, MnistFile file, CancellationTokenSource silence)
    {
        var total = file.CompressedBytes;
        if (content.Headers.ContentType?.MediaType == "text/html")
            return Received.Failed("an HTML page in place of the file");
        if (content.Headers.ContentLength is { } length && length != total)
            return Received.Failed($"{length} bytes, {total} expected");

        var body = await content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false);
        var bytes = new byte[total];
        var received = 0;
        _options.Progress?.Report(new DownloadProgress(file.CompressedName, 0, total));
        while (received < bytes.Length)
        {
            var count = await body.ReadAsync(bytes.AsMemory(received), silence.Token).ConfigureAwait(false);
            if (count == 0)
                return Received.Failed($"cut short after {received} of {total} bytes");
            received += count;
            silence.CancelAfter(_options.SilenceLimit);
            _options.Progress?.Report(new DownloadProgress(file.CompressedName, received, total));
        }

        if (await body.ReadAsync(new byte[1], silence.Token).ConfigureAwait(false) > 0)
            return Received.Failed($"more than the {total} bytes expected");
        var md5 = MnistFolder.Md5(new MemoryStream(bytes));
        return md5 == file.CompressedMd5 ? new Received(bytes, null) : Received.Failed($"its MD5 is {md5}, {file.CompressedMd5} expected");
    }

    private static string Reason(Exception exception, Uri address) => (exception as HttpRequestException)?.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "host not found",
        HttpRequestError.ConnectionError when exception.InnerException is SocketException socket => socket.Message,
        HttpRequestError.SecureConnectionError => "no secure connection",
        HttpRequestError.ProxyTunnelError => "refused by the proxy",
        _ => exception.Message.ReplaceLineEndings(" ")
            .Replace($" ({address.Host}:{address.Port})", "", StringComparison.Ordinal).TrimEnd('.'),
    };

    private readonly record struct Received(byte[]? Bytes, string? Failure)
    {
        public static Received Failed(string reason) => new(null, reason);
    }
}
