#:sdk Microsoft.NET.Sdk.Web
#:package Microsoft.ML.OnnxRuntime
#:project ../../src/Inkling.Pictures/Inkling.Pictures.csproj
#:property PublishAot=false
#:property TieredPGO=true
// The endpoint of `inkling serve` with ONNX Runtime behind it, as a user would write it: one image a forward pass, the same decoding and
// preparation of pictures, none of the limits. Arguments: a model.onnx from onnx_networks.py. Prints the address.
using System.Numerics.Tensors;
using Inkling.Pictures;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.ML.OnnxRuntime;
using SessionOptions = Microsoft.ML.OnnxRuntime.SessionOptions;

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls("http://127.0.0.1:0");
var app = builder.Build();
using var options = new SessionOptions { IntraOpNumThreads = 1 };
using var session = new InferenceSession(args[0], options);
using var run = new RunOptions();

app.MapPost("/v1/predict", async (HttpRequest request) =>
{
    if (request.ContentType == "application/json")
        return Predict((await request.ReadFromJsonAsync<float[]>())!);
    using var body = new MemoryStream();
    await request.Body.CopyToAsync(body);
    var image = DigitPreparation.Prepare(PictureFile.Read(body.GetBuffer().AsSpan(0, (int)body.Length), "picture"));
    return Predict(Array.ConvertAll(image, level => (float)level));
});
await app.StartAsync();
Console.WriteLine($"Serving on {app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()}");
await app.WaitForShutdownAsync();

Answer Predict(float[] pixels)
{
    TensorPrimitives.Divide(pixels, 255, pixels);
    using var input = OrtValue.CreateTensorValueFromMemory(pixels, [1, 1, 28, 28]);
    using var results = session.Run(run, ["images"], [input], ["logits"]);
    var probabilities = new float[10];
    TensorPrimitives.SoftMax(results[0].GetTensorDataAsSpan<float>(), probabilities);
    var digit = TensorPrimitives.IndexOfMax<float>(probabilities);
    return new Answer(digit, probabilities[digit], probabilities);
}

internal sealed record Answer(int Digit, float Confidence, float[] Probabilities);
