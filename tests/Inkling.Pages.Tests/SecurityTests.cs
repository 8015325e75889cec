using System.Net;
using System.Net.Sockets;
using Inkling.Pages.Tests.Hosts;

namespace Inkling.Pages.Tests;

/// <summary>Who may use the lab of this machine, and what its pages may load.</summary>
public class SecurityTests(LabFixture lab)
{
    private static readonly HttpClient s_client = new(new SocketsHttpHandler { UseProxy = false });

    [Fact]
    public async Task Pages_allow_no_inline_script_and_nothing_of_other_hosts()
    {
        using var response = await s_client.GetAsync(await lab.ProgramAddressAsync());
        var policy = response.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
        policy.ShouldContain("default-src 'self'");
        policy.ShouldContain("frame-ancestors 'none'");
        var scripts = policy.Split(';', StringSplitOptions.TrimEntries).Single(part => part.StartsWith("script", StringComparison.Ordinal));
        scripts.ShouldNotContain("unsafe-inline");
        (await response.Content.ReadAsStringAsync()).ShouldNotContain("https://");
    }

    [Fact]
    public async Task Settings_of_the_environment_do_not_open_the_program_to_other_machines()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        var environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = $"http://0.0.0.0:{port}",
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["Kestrel__Endpoints__Other__Url"] = $"http://0.0.0.0:{port}",
        };
        await using var host = await ProgramHost.StartAsync(
            environment, Directory.CreateTempSubdirectory("inkling-pages-test-").FullName);
        host.Address.Host.ShouldBe("127.0.0.1");
        using var other = new TcpClient();
        await Should.ThrowAsync<SocketException>(() => other.ConnectAsync(IPAddress.Loopback, port));
        using var script = await s_client.GetAsync(new Uri(host.Address, "_framework/blazor.web.js"));
        (await script.Content.ReadAsStringAsync()).Length.ShouldBeGreaterThan(10_000);
    }

    [Theory, InlineData("evil.example"), InlineData("127.0.0.1.evil.example")]
    public async Task A_foreign_host_is_refused(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, await lab.ProgramAddressAsync());
        request.Headers.Host = host;
        using var response = await s_client.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory, InlineData("http://evil.example"), InlineData("null"), InlineData("http://127.0.0.1:1")]
    public async Task A_foreign_origin_is_refused(string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(await lab.ProgramAddressAsync(), "_blazor/negotiate"));
        request.Headers.Add("Origin", origin);
        using var response = await s_client.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("../Inkling.Cli.dll")]
    [InlineData("%2e%2e/Inkling.Cli.dll")]
    [InlineData("_content/Inkling.Lab/..%2f..%2fInkling.Cli.dll")]
    public async Task No_path_leads_out_of_the_pages(string path)
    {
        using var response = await s_client.GetAsync(new Uri($"{await lab.ProgramAddressAsync()}{path}"));
        (await response.Content.ReadAsByteArrayAsync()).AsSpan().StartsWith("MZ"u8).ShouldBeFalse();
    }
}
