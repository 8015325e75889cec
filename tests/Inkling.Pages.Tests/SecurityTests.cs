using System.Net;

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
