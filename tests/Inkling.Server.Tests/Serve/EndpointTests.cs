using System.Text.Json;
using static Inkling.Server.Tests.Serve.RunningServer;

namespace Inkling.Server.Tests.Serve;

/// <summary>The endpoints beside predictions, and the paths that there are not.</summary>
[Collection(nameof(RunningServer))]
public sealed class EndpointTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_started_server_is_healthy_and_ready()
    {
        (await _server.Client.GetStringAsync("/healthz")).ShouldBe("healthy");
        (await _server.Client.GetStringAsync("/readyz")).ShouldBe("ready");
    }

    [Fact]
    public async Task The_model_is_described()
    {
        var models = JsonDocument.Parse(await _server.Client.GetStringAsync("/v1/models")).RootElement;
        models.GetArrayLength().ShouldBe(1);
        models[0].GetProperty("name").GetString().ShouldBe("mlp");
        models[0].GetProperty("parameters").GetInt32().ShouldBe(101_770);
        models[0].GetProperty("classes").GetArrayLength().ShouldBe(10);
        models[0].GetProperty("id").GetString()!.Length.ShouldBe(16);
        models[0].GetProperty("epochs").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task The_document_describes_every_endpoint_and_type()
    {
        var document = JsonDocument.Parse(await _server.Client.GetStringAsync("/openapi/v1.json")).RootElement;
        var paths = document.GetProperty("paths");
        paths.EnumerateObject().Select(path => path.Name).ShouldBe(["/v1/predict", "/v1/models", "/healthz", "/readyz"]);
        var predict = paths.GetProperty("/v1/predict").GetProperty("post");
        predict.GetProperty("requestBody").GetProperty("content").EnumerateObject().Select(type => type.Name)
            .ShouldBe(["application/json", "multipart/form-data", "image/png", "image/jpeg"], ignoreOrder: true);
        predict.GetProperty("responses").EnumerateObject().Select(response => response.Name).ShouldBe(["200", "default"]);
    }

    [Fact]
    public async Task Metrics_count_images_batches_and_requests()
    {
        await _server.AnswersAsync();
        await _server.AnswersAsync();
        var metrics = (await _server.Client.GetStringAsync("/metrics")).Split('\n');
        Value("inkling_images_total").ShouldBe(2);
        Value("inkling_batch_size_count").ShouldBe(2);
        metrics.ShouldContain(line => line.StartsWith("http_server_request_duration_seconds_count") && line.Contains("/v1/predict"));

        int Value(string name) => int.Parse(metrics.Single(line => line.StartsWith($"{name}{{")).Split(' ')[^1]);
    }

    [Theory]
    [InlineData("GET", "/", 404)]
    [InlineData("GET", "/v1/predict", 405)]
    [InlineData("POST", "/v1/models", 405)]
    [InlineData("GET", "/v1/../../etc/passwd", 404)]
    [InlineData("GET", "/%2e%2e/%2e%2e/etc/passwd", 404)]
    [InlineData("GET", "/openapi/..%2f..%2fpasswd.json", 404)]
    public async Task Other_paths_and_methods_are_problems(string method, string path, int status)
    {
        var asItIs = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(_server.Server.Address + path, asItIs));
        using var response = await _server.Client.SendAsync(request);
        await ShouldBeProblemAsync(response, status);
    }
}
