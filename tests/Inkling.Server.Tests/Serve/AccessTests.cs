using System.Net;
using Inkling.Server.Serve;
using static Inkling.Server.Tests.Serve.RunningServer;

namespace Inkling.Server.Tests.Serve;

/// <summary>Who is served: hosts, origins and tokens.</summary>
[Collection(nameof(RunningServer))]
public class AccessTests
{
    private const string Token = "a token of the tests";

    [Theory]
    [InlineData("127.0.0.1", 200)]
    [InlineData("localhost:81", 200)]
    [InlineData("digits.example", 200)]
    [InlineData("evil.example", 400)]
    [InlineData("127.0.0.1.evil.example", 400)]
    public async Task Only_own_host_names_are_served(string host, int status)
    {
        await using var server = await StartAsync(options => options with { HostNames = ["digits.example"] });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/healthz") { Headers = { Host = host } };
        using var response = await server.Client.SendAsync(request);
        if (status == 200)
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
        else
            await ShouldBeProblemAsync(response, status);
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("https://ADDRESS")]
    [InlineData("null")]
    public async Task Foreign_origins_are_refused(string origin)
    {
        await using var server = await StartAsync();
        server.Client.DefaultRequestHeaders.TryAddWithoutValidation("Origin", origin.Replace("ADDRESS", server.Server.Address[7..]));
        using var response = await server.Client.GetAsync("/v1/models");
        await ShouldBeProblemAsync(response, 403, "the header Origin is that of another site");
    }

    [Fact]
    public async Task The_own_origin_is_served()
    {
        await using var server = await StartAsync();
        server.Client.DefaultRequestHeaders.Add("Origin", server.Server.Address);
        await server.AnswersAsync();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer another token")]
    [InlineData("Basic " + Token)]
    [InlineData("Bearer")]
    public async Task A_token_is_required_but_for_health(string? authorization)
    {
        await using var server = await StartAsync(options => options with { Token = Token });
        if (authorization is not null)
            server.Client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        foreach (var path in (string[])["/v1/models", "/metrics", "/openapi/v1.json", "/nothing"])
        {
            using var response = await server.Client.GetAsync(path);
            await ShouldBeProblemAsync(
                response, 401, "the header Authorization is missing or has another token, expected Bearer TOKEN");
            response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        }

        (await server.Client.GetStringAsync("/healthz")).ShouldBe("healthy");
        server.Client.DefaultRequestHeaders.Remove("Authorization");
        server.Client.DefaultRequestHeaders.Add("Authorization", $"Bearer {Token}");
        await server.AnswersAsync();
    }

    [Theory]
    [InlineData("192.0.2.1", null, "expected a token")]
    [InlineData("0.0.0.0", null, "expected a token")]
    [InlineData("0.0.0.0", Token, "expected the names under which the server is reached")]
    [InlineData("::", Token, "expected the names under which the server is reached")]
    public async Task An_address_that_others_reach_requires_a_token(string address, string? token, string reason) =>
        (await Should.ThrowAsync<ArgumentException>(() => StartAsync(
            options => options with { Address = IPAddress.Parse(address), Token = token })))
        .Message.ShouldContain(reason);
}
