using Inkling.Server.Serve;

namespace Inkling.Server.Tests.Serve;

/// <summary>The server, reached over HTTP.</summary>
public class PredictionServerTests
{
    [Fact]
    public async Task A_started_server_is_healthy()
    {
        await using var server = await PredictionServer.StartAsync(port: 0);
        using var client = new HttpClient { BaseAddress = server.Address };
        (await client.GetStringAsync("/healthz")).ShouldBe("healthy");
    }
}
