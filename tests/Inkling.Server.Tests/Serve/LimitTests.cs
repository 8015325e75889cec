using System.Net;
using System.Net.Sockets;
using System.Text;
using Inkling.Tests.Data;
using static Inkling.Server.Tests.Serve.RunningServer;

namespace Inkling.Server.Tests.Serve;

/// <summary>The limits on bodies, rates, requests at a time and time.</summary>
[Collection(nameof(RunningServer))]
public class LimitTests
{
    [Fact]
    public async Task A_large_body_is_refused()
    {
        await using var server = await StartAsync(options => options with { MaximumBodyBytes = 100_000 });
        await server.RefusesAsync(
            Picture(new byte[100_001]), 413, "Request body too large. The max request body size is 100000 bytes.");
        using var form = new MultipartFormDataContent { { Picture(new byte[100_001]), "picture" } };
        await server.RefusesAsync(form, 413, "Request body too large. The max request body size is 100000 bytes.");
        await server.AnswersAsync();
    }

    [Fact]
    public async Task A_client_that_asks_too_often_is_told_to_wait()
    {
        await using var server = await StartAsync(options => options with { RequestsPerSecond = 1 });
        await server.AnswersAsync();

        // A second may end between two of them, but not between each.
        var responses = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => server.PostAsync(Json(Numbers(DigitImages.Digit(1))))));
        var response = responses.First(response => !response.IsSuccessStatusCode);
        await ShouldBeProblemAsync(response, 429, "more than 1 requests per second");
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        (await server.Client.GetStringAsync("/healthz")).ShouldBe("healthy");
    }

    [Fact]
    public async Task More_requests_at_a_time_than_are_served_are_refused()
    {
        await using var server = await StartAsync(options => options with { MaximumRequests = 1 });
        using var slow = await ConnectAsync(server);
        await SendAsync(slow, "POST /v1/predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\n"
            + "Content-Length: 10\r\nExpect: 100-continue\r\n\r\n");

        // The server answers so when it begins to read the body.
        using var reader = new StreamReader(new NetworkStream(slow), Encoding.ASCII);
        (await reader.ReadLineAsync()).ShouldBe("HTTP/1.1 100 Continue");
        using var response = await server.PostAsync(Json(Numbers(DigitImages.Digit(1))));
        await ShouldBeProblemAsync(response, 503, "more than 1 requests at a time");
    }

    [Fact]
    public async Task A_request_that_does_not_end_is_ended()
    {
        await using var server = await StartAsync(options => options with { RequestTimeout = TimeSpan.FromSeconds(3) });
        using var slow = await ConnectAsync(server);
        await SendAsync(slow, "POST /v1/predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: 10\r\n\r\nabc");
        using var reader = new StreamReader(new NetworkStream(slow), Encoding.ASCII);
        (await reader.ReadLineAsync()).ShouldBe("HTTP/1.1 408 Request Timeout");
        await server.AnswersAsync();
    }

    internal static async Task<Socket> ConnectAsync(RunningServer server)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, new Uri(server.Server.Address).Port);
        return socket;
    }

    internal static Task SendAsync(Socket socket, string text) => socket.SendAsync(Encoding.ASCII.GetBytes(text));
}
