using System.Text.Json;
using Inkling.Models;
using Inkling.Server.Serve;
using Inkling.Tests.Data;
using static Inkling.Server.Tests.Serve.RunningServer;

namespace Inkling.Server.Tests.Serve;

/// <summary>A model that is replaced while the server serves.</summary>
[Collection(nameof(RunningServer))]
public sealed class ReloadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_replaced_model_answers_from_then_on_and_no_request_fails_meanwhile()
    {
        var (first, second) = (Save("model.safetensors", 1), CreateModel(2));
        await using var server = await StartAsync(source: Source(() => first));
        var image = DigitImages.Digit(4);
        var (before, after) = (server.Expected(image), new Predictor(second).Predict(image));
        var id = await IdAsync(server);
        using var stop = new CancellationTokenSource();
        var load = Parallel.ForAsync(0, 4, async (_, _) =>
        {
            while (!stop.IsCancellationRequested)
            {
                var answer = await server.PredictAsync(Json(Numbers(image)));
                var confidence = answer.GetProperty("confidence").GetSingle();
                (Math.Abs(confidence - before.Confidence) < 1e-5 || Math.Abs(confidence - after.Confidence) < 1e-5).ShouldBeTrue();
            }
        });
        Save("model.safetensors", 2);
        await WaitAsync(async () => await IdAsync(server) != id);
        ShouldBe(await server.PredictAsync(Json(Numbers(image))), after);
        await stop.CancelAsync();
        await load;
    }

    [Fact]
    public async Task A_newer_file_is_found()
    {
        var path = Save("a.safetensors", 1);
        await using var server = await StartAsync(source: Source(() => path));
        var id = await IdAsync(server);
        path = Save("b.safetensors", 2);
        await WaitAsync(async () => await IdAsync(server) != id);
    }

    [Fact]
    public async Task A_damaged_or_deleted_file_leaves_the_model_in_use()
    {
        var path = Save("model.safetensors", 1);
        var loads = 0;
        await using var server = await StartAsync(source: new ModelSource(() => path, file =>
        {
            Interlocked.Increment(ref loads);
            return ModelFile.Load(file);
        }));
        var id = await IdAsync(server);
        File.WriteAllBytes(path, [1, 2, 3]);
        await WaitAsync(() => Task.FromResult(Volatile.Read(ref loads) > 1));
        await server.AnswersAsync();
        var damaged = Volatile.Read(ref loads);
        File.Delete(path);
        await WaitAsync(() => Task.FromResult(Volatile.Read(ref loads) > damaged));
        (await IdAsync(server)).ShouldBe(id);
        Save("model.safetensors", 2);
        await WaitAsync(async () => await IdAsync(server) != id);
    }

    private static ModelSource Source(Func<string> find) => new(find, path => ModelFile.Load(path));

    private static async Task<string> IdAsync(RunningServer server) =>
        JsonDocument.Parse(await server.Client.GetStringAsync("/v1/models")).RootElement[0].GetProperty("id").GetString()!;

    private static async Task WaitAsync(Func<Task<bool>> condition)
    {
        var deadline = DateTime.UtcNow.AddMinutes(1);
        while (!await condition())
        {
            DateTime.UtcNow.ShouldBeLessThan(deadline);
            await Task.Delay(5);
        }
    }

    private string Save(string name, ulong seed)
    {
        ModelFile.Save(_folder[name], CreateModel(seed));
        return _folder[name];
    }
}
