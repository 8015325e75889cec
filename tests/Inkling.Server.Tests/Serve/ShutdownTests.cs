using System.Net;
using System.Net.Sockets;
using System.Text;
using Inkling.Tests.Data;
using static Inkling.Server.Tests.Serve.RunningServer;

namespace Inkling.Server.Tests.Serve;

/// <summary>A server that is stopped while it has requests.</summary>
[Collection(nameof(RunningServer))]
public class ShutdownTests
{
    [Fact]
    public async Task No_request_is_lost()
    {
        await using var server = await StartAsync();
        var (answered, lost) = (0, 0);
        var load = Parallel.ForAsync(0, 8, async (_, _) =>
        {
            while (true)
            {
                try
                {
                    await server.PredictAsync(Json(Numbers(DigitImages.Digit(6))));
                    Interlocked.Increment(ref answered);
                }
                catch (HttpRequestException error) when (error.InnerException is SocketException)
                {
                    // The server no longer listens; a request was not sent.
                    return;
                }
                catch (HttpRequestException)
                {
                    Interlocked.Increment(ref lost);
                    return;
                }
            }
        });
        while (Volatile.Read(ref answered) < 50)
            await Task.Delay(1);
        await server.Server.StopAsync();
        await load;
        lost.ShouldBe(0);
    }

    [Fact]
    public async Task A_request_that_has_begun_is_answered_and_new_ones_are_sent_elsewhere()
    {
        await using var server = await StartAsync(options => options with { DrainTime = TimeSpan.FromMinutes(1) });
        var body = Numbers(DigitImages.Digit(6));
        using var socket = await LimitTests.ConnectAsync(server);
        await LimitTests.SendAsync(
            socket,
            $"POST /v1/predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n[");
        (await server.Client.GetStringAsync("/readyz")).ShouldBe("ready");
        var stop = server.Server.StopAsync();
        using var ready = await server.Client.GetAsync("/readyz");
        await ShouldBeProblemAsync(ready, 503, "the server is stopping");
        ready.Headers.ConnectionClose.ShouldBe(true);
        await LimitTests.SendAsync(socket, body[1..]);
        using var reader = new StreamReader(new NetworkStream(socket), Encoding.ASCII);
        var answer = await reader.ReadToEndAsync();
        answer.ShouldStartWith("HTTP/1.1 200 OK");
        answer.ShouldContain("Connection: close");
        await stop;
        (await Should.ThrowAsync<HttpRequestException>(() => server.Client.GetAsync("/readyz")))
            .HttpRequestError.ShouldBe(HttpRequestError.ConnectionError);
    }
}
