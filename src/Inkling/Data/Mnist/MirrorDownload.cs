using System.Net;
using System.Net.Sockets;

namespace Inkling.Data;

/// <summary>
/// Downloads files of known size and checksum from the first mirror that has them: https only, redirects included. A file is kept in memory
/// until it is verified, so nothing unverified reaches the disk.
/// </summary>
internal sealed class MirrorDownload : IDisposable
{
    private const int MaxRedirects = 5;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    private readonly HttpClient _client;
    private readonly MnistOptions _options;
    private readonly List<Uri> _mirrors;
    private readonly Dictionary<string, string> _failures = new(StringComparer.Ordinal);

    public MirrorDownload(MnistOptions options)
    {
        _options = options;
        _mirrors = [.. options.Mirrors];

        // Redirects are followed here, so that the scheme of each is checked.
        _client = options.Handler is { } handler
            ? new HttpClient(handler, disposeHandler: false)
            : new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = ConnectTimeout });
        _client.Timeout = Timeout.InfiniteTimeSpan;
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("Inkling");
    }

    /// <summary>Gets a phrase for each mirror that failed: its host and the reason of the last failure.</summary>
    public IReadOnlyList<string> Failures => [.. _failures.Select(failure => $"{failure.Key}: {failure.Value}")];

    /// <summary>Downloads one file. A mirror that failed is reported once another one has delivered the file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="cancellation">Cancels the download.</param>
    /// <returns>The compressed bytes, verified, or null where every mirror failed.</returns>
    public async Task<byte[]?> FetchAsync(MnistFile file, CancellationToken cancellation)
    {
        var unreported = new List<string>();
        foreach (var mirror in _mirrors.ToArray())
        {
            var address = new Uri(mirror, file.CompressedName);
            var received = await ReceiveAsync(address, file, cancellation).ConfigureAwait(false);
            if (received.Bytes is { } bytes)
            {
                foreach (var failure in unreported)
                    _options.Messages?.Report($"download failed, {failure}");

                // The next file is requested from this mirror first, without waiting again for one that does not answer.
                _mirrors.Remove(mirror);
                _mirrors.Insert(0, mirror);
                return bytes;
            }

            if (!_failures.ContainsKey(mirror.Host))
                unreported.Add($"{mirror.Host}: {received.Failure}");
            _failures[mirror.Host] = received.Failure!;
        }

        return null;
    }

    public void Dispose() => _client.Dispose();

    private async Task<Received> ReceiveAsync(Uri address, MnistFile file, CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(_options.IdleTimeout);
        try
        {
            for (var redirects = 0; redirects <= MaxRedirects; redirects++)
            {
                if (address.Scheme != Uri.UriSchemeHttps)
                    return Received.Failed($"redirected to {address}, only https is followed");
                using var response =
                    await _client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, timeout.Token).ConfigureAwait(false);
                if (response.StatusCode == HttpStatusCode.OK)
                    return await ReadBodyAsync(response.Content, file, timeout).ConfigureAwait(false);
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
            return Received.Failed(timeout.IsCancellationRequested
                ? $"no answer for {_options.IdleTimeout.TotalSeconds:0.#} s"
                : $"no connection in {ConnectTimeout.TotalSeconds:0} s");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return Received.Failed(Reason(exception, address));
        }
    }

    private async Task<Received> ReadBodyAsync(HttpContent content, MnistFile file, CancellationTokenSource timeout)
    {
        var total = file.CompressedBytes;
        if (content.Headers.ContentType?.MediaType == "text/html")
            return Received.Failed("an HTML page in place of the file");
        if (content.Headers.ContentLength is { } length && length != total)
            return Received.Failed($"{length} bytes, {total} expected");

        var body = await content.ReadAsStreamAsync(timeout.Token).ConfigureAwait(false);
        var bytes = new byte[total];
        var received = 0;
        _options.Progress?.Report(new DownloadProgress(file.CompressedName, 0, total));
        while (received < bytes.Length)
        {
            var count = await body.ReadAsync(bytes.AsMemory(received), timeout.Token).ConfigureAwait(false);
            if (count == 0)
                return Received.Failed($"cut short after {received} of {total} bytes");
            received += count;
            timeout.CancelAfter(_options.IdleTimeout);
            _options.Progress?.Report(new DownloadProgress(file.CompressedName, received, total));
        }

        if (await body.ReadAsync(new byte[1], timeout.Token).ConfigureAwait(false) > 0)
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
