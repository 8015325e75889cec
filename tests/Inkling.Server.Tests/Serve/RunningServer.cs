using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Inkling.Formats;
using Inkling.Models;
using Inkling.Server.Serve;
using Inkling.Tests.Data;

namespace Inkling.Server.Tests.Serve;

/// <summary>
/// A server with a network of random weights, and a client of it. Tests that use one are a collection, which runs one at a time:
/// OpenTelemetry merges the metrics of all servers of a process.
/// </summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private RunningServer(PredictionServer server, TrainedModel model) => (Server, Model) = (server, model);

    public PredictionServer Server { get; }

    public TrainedModel Model { get; }

    public HttpClient Client { get; private init; } = new();

    /// <summary>Starts a server for an "mlp" whose weights follow from a seed.</summary>
    public static async Task<RunningServer> StartAsync(Func<ServerOptions, ServerOptions>? with = null, ModelSource? source = null)
    {
        var model = CreateModel(seed: 1);
        var options = new ServerOptions { Port = 0, Log = LogFormat.None, ReloadInterval = TimeSpan.FromMilliseconds(20) };
        var server = await PredictionServer.StartAsync(
            source ?? new ModelSource(() => "random", _ => model), with?.Invoke(options) ?? options);
        return new RunningServer(server, model) { Client = new HttpClient { BaseAddress = new Uri(server.Address) } };
    }

    public static TrainedModel CreateModel(ulong seed)
    {
        Randomness.Seed(seed);
        var module = ModelCatalog.Create("mlp");
        module.Eval();
        return new TrainedModel("mlp", module, [.. Enumerable.Range(0, 10).Select(digit => $"{digit}")]);
    }

    public static byte[] Png(byte[] image, int side = 28)
    {
        using var stream = new MemoryStream();
        Formats.Png.WriteGray(stream, side, side, image);
        return stream.ToArray();
    }

    public static HttpContent Picture(byte[] content, string type = "image/png") =>
        new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };

    public static HttpContent Json(string text) => new StringContent(text, Encoding.UTF8, "application/json");

    public static string Numbers(byte[] image) => $"[{string.Join(',', image)}]";

    /// <summary>What the library predicts for a prepared image.</summary>
    public Prediction Expected(byte[] image) => new Predictor(Model).Predict(image);

    public Task<HttpResponseMessage> PostAsync(HttpContent content, string query = "") => Client.PostAsync($"/v1/predict{query}", content);

    /// <summary>Posts, and reads the answer of a request that succeeds.</summary>
    public async Task<JsonElement> PredictAsync(HttpContent content, string query = "")
    {
        using var response = await PostAsync(content, query);
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(200, text);
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Posts a good request and checks the answer.</summary>
    public async Task AnswersAsync()
    {
        var digit = DigitImages.Digit(7);
        ShouldBe(await PredictAsync(Picture(Png(digit))), Expected(digit));
    }

    /// <summary>Posts a request that is refused, and reads the problem.</summary>
    public async Task RefusesAsync(HttpContent content, int status, string reason, string query = "")
    {
        using var response = await PostAsync(content, query);
        await ShouldBeProblemAsync(response, status, reason);
    }

    public static async Task ShouldBeProblemAsync(HttpResponseMessage response, int status, string? reason = null)
    {
        ((int)response.StatusCode).ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        problem.GetProperty("status").GetInt32().ShouldBe(status);
        if (reason is not null)
            problem.GetProperty("detail").GetString().ShouldBe(reason);
    }

    public static void ShouldBe(JsonElement actual, Prediction expected)
    {
        actual.GetProperty("digit").GetInt32().ShouldBe(expected.Class!.Value);
        actual.GetProperty("confidence").GetSingle().ShouldBe(expected.Confidence, 1e-5f);
        var probabilities = actual.GetProperty("probabilities").EnumerateArray().Select(each => each.GetSingle()).ToArray();
        probabilities.Length.ShouldBe(expected.Probabilities.Length);
        for (var i = 0; i < probabilities.Length; i++)
            probabilities[i].ShouldBe(expected.Probabilities[i], 1e-5f);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }
}
