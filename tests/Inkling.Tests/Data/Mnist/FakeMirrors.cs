using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;

namespace Inkling.Tests.Data;

/// <summary>Answers requests in place of the network: each mirror with the small files, unless a test says otherwise.</summary>
internal sealed class FakeMirrors : HttpMessageHandler
{
    public static readonly Uri First = new("https://first.example/mnist/");
    public static readonly Uri Second = new("https://second.example/mnist/");

    /// <summary>The addresses asked for, in order.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>What the first mirror answers to a file's name; null for the file itself.</summary>
    public Func<string, HttpResponseMessage?> OnFirst { get; set; } = _ => null;

    /// <summary>What the second mirror answers to a file's name; null for the file itself.</summary>
    public Func<string, HttpResponseMessage?> OnSecond { get; set; } = _ => null;

    /// <summary>Runs before an answer is given.</summary>
    public Func<CancellationToken, Task> Before { get; set; } = _ => Task.CompletedTask;

    public static HttpResponseMessage Status(HttpStatusCode status) => new(status) { Content = new StringContent("<html>sorry</html>") };

    public static HttpResponseMessage Bytes(byte[] content, bool withLength = true)
    {
        HttpContent body = withLength ? new ByteArrayContent(content) : new StreamContent(new UnknownLength(content));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/x-gzip");
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = body };
    }

    public static HttpResponseMessage Redirect(string address) =>
        new(HttpStatusCode.Found) { Headers = { Location = new Uri(address, UriKind.RelativeOrAbsolute) } };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        Requests.Enqueue(address.AbsoluteUri);
        await Before(cancellationToken);
        var name = address.Segments[^1];
        var chosen = address.Host == First.Host ? OnFirst(name) : address.Host == Second.Host ? OnSecond(name) : null;
        return chosen ?? Bytes(SmallMnist.Compressed[name]);
    }

    /// <summary>A stream that does not say how long it is, as a chunked answer does not.</summary>
    private sealed class UnknownLength(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();
    }
}
