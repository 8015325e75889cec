using System.Net.Http.Headers;
using System.Text.Json;
using Inkling.Models;
using Inkling.Pictures;
using Inkling.Tests.Data;
using static Inkling.Server.Tests.Serve.RunningServer;

namespace Inkling.Server.Tests.Serve;

/// <summary>POST /v1/predict: the forms of a request, and the answers that the library gives.</summary>
[Collection(nameof(RunningServer))]
public sealed class PredictTests : IAsyncLifetime
{
    private const string ExpectedTypes = "expected image/png, image/jpeg, application/json or multipart/form-data";
    private const string ExpectedJson = "expected an array of 784 numbers, or an array of such arrays";

    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await StartAsync(options => options with { MaximumPixels = 20_000 });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_picture_is_prepared_and_classified()
    {
        foreach (var name in (string[])["seven.png", "seven-16bit.png", "seven-exif6.jpg", "seven-progressive.jpg"])
        {
            var path = Path.Combine(AppContext.BaseDirectory, "TestData", name);
            var answer = await _server.PredictAsync(Picture(File.ReadAllBytes(path), name.EndsWith("png") ? "image/png" : "IMAGE/JPEG"));
            ShouldBe(answer, new Predictor(_server.Model).Predict(path));
        }
    }

    [Fact]
    public async Task Numbers_are_classified_as_they_are()
    {
        var image = DigitImages.Digit(3);
        ShouldBe(await _server.PredictAsync(Json(Numbers(image))), _server.Expected(image));
        ShouldBe(await _server.PredictAsync(Json(Numbers(image)), "?maximum=255"), _server.Expected(image));
        var unit = JsonSerializer.Serialize(image.Select(level => level / 255f));
        ShouldBe(await _server.PredictAsync(Json($" {unit}\n"), "?maximum=1"), _server.Expected(image));
        ShouldBe(await _server.PredictAsync(Json(Numbers(new byte[784])), "?maximum=1"), _server.Expected(new byte[784]));
    }

    [Fact]
    public async Task Several_images_are_an_array_in_their_order()
    {
        byte[][] images = [.. Enumerable.Range(0, 10).Select(digit => DigitImages.Digit(digit))];
        using var form = new MultipartFormDataContent();
        foreach (var image in images)
            form.Add(Picture(Png(image)), "picture", "digit.png");
        await ShouldBeAsync(form);
        await ShouldBeAsync(Json($"[{string.Join(",", images.Select(Numbers))}]"));

        async Task ShouldBeAsync(HttpContent content)
        {
            JsonElement[] answers = [.. (await _server.PredictAsync(content)).EnumerateArray()];
            answers.Length.ShouldBe(10);
            foreach (var (i, answer) in answers.Index())
                ShouldBe(answer, _server.Expected(images[i]));
        }
    }

    [Fact]
    public async Task One_image_of_several_is_an_array()
    {
        using var form = new MultipartFormDataContent { { Picture(Png(DigitImages.Digit(1))), "picture" } };
        (await _server.PredictAsync(form)).GetArrayLength().ShouldBe(1);
        (await _server.PredictAsync(Json($"[{Numbers(DigitImages.Digit(1))}]"))).GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Requests_that_come_together_are_answered_as_alone()
    {
        var images = Enumerable.Range(0, 300).Select(i => DigitImages.Digit(i % 10, (ulong)i)).ToArray();
        var expected = images.Select(_server.Expected).ToArray();
        await Parallel.ForAsync(0, images.Length, new ParallelOptions { MaxDegreeOfParallelism = 30 }, async (i, _) =>
            ShouldBe(await _server.PredictAsync(Json(Numbers(images[i]))), expected[i]));
    }

    [Theory]
    [InlineData("", 400, $"the JSON is damaged in line 1, byte 1; {ExpectedJson}")]
    [InlineData("[1,2", 400, $"the JSON is damaged in line 1, byte 5; {ExpectedJson}")]
    [InlineData("[[[1]]]", 400, $"the JSON is damaged in line 1, byte 3; {ExpectedJson}")]
    [InlineData("[\n1,]", 400, $"the JSON is damaged in line 2, byte 3; {ExpectedJson}")]
    [InlineData("[1,2] 3", 422, "2 numbers, expected 784, the rows of 28 x 28 pixels")]
    [InlineData("{}", 422, $"an object in the JSON, {ExpectedJson}")]
    [InlineData("[\"a\"]", 422, $"a string in the JSON, {ExpectedJson}")]
    [InlineData("null", 422, $"null in the JSON, {ExpectedJson}")]
    [InlineData("[]", 422, "0 numbers, expected 784, the rows of 28 x 28 pixels")]
    [InlineData("[[]]", 422, "image 1: 0 numbers, expected 784, the rows of 28 x 28 pixels")]
    [InlineData("[[],3]", 422, "image 1: 0 numbers, expected 784, the rows of 28 x 28 pixels")]
    [InlineData("[0,-1]", 422, "number 2 is not 0 to 255")]
    [InlineData("[255.5]", 422, "number 1 is not 0 to 255")]
    [InlineData("[1e999]", 422, "number 1 is not 0 to 255")]
    public async Task Json_that_is_no_image_is_refused(string json, int status, string reason) =>
        await _server.RefusesAsync(Json(json), status, reason);

    [Fact]
    public async Task Numbers_of_doubtful_range_are_refused()
    {
        var image = DigitImages.Digit(3);
        await _server.RefusesAsync(
            Json($"[{Numbers(image)},{JsonSerializer.Serialize(image.Select(level => level / 255f))}]"), 422,
            "image 2: no number above 1, expected 0 for background to 255 for ink; where they are 0 to 1, add ?maximum=1");
        await _server.RefusesAsync(Json("[0,1,2]"), 422, "number 3 is not 0 to 1", "?maximum=1");
        await _server.RefusesAsync(Json("[0]"), 400, "?maximum=2, expected 255 or 1, the number that stands for ink", "?maximum=2");
        await _server.RefusesAsync(
            Json($"[{string.Join(',', new int[785])}]"), 422, "more than 784 numbers, expected 784, the rows of 28 x 28 pixels");
    }

    [Fact]
    public async Task More_images_than_a_request_may_have_are_refused()
    {
        var many = string.Join(',', Enumerable.Repeat(Numbers(DigitImages.Digit(5)), 257));
        await _server.RefusesAsync(Json($"[{many}]"), 422, "more than 256 images, which are the most of one request");
        using var form = new MultipartFormDataContent();
        for (var i = 0; i < 257; i++)
            form.Add(Picture(Png(DigitImages.Digit(5))), "picture");
        await _server.RefusesAsync(form, 400, "more than 256 parts, which are the most of one request");
    }

    [Fact]
    public async Task What_is_no_picture_is_refused()
    {
        var png = Png(DigitImages.Digit(2));
        await _server.RefusesAsync(Picture([]), 422, "picture: not the content of an image/png");
        await _server.RefusesAsync(Picture(png, "image/jpeg"), 422, "picture: not the content of an image/jpeg");
        await _server.RefusesAsync(Picture(png[..^40]), 422, "picture: the PNG picture is cut short");
        await _server.RefusesAsync(Picture(Png(new byte[200 * 200], side: 200)), 422, "picture: 200 x 200 pixels, at most 20,000 are read");
        await _server.RefusesAsync(
            Picture(Png(new byte[100 * 100], side: 100)), 422,
            "picture: blank picture, no ink stands out from its background; a dark digit on light paper or the reverse expected");
        using var form = new MultipartFormDataContent { { Picture(png), "a" }, { Picture(png[..20]), "b" } };
        await _server.RefusesAsync(form, 422, "part 2: the PNG picture is damaged or cut short");
    }

    [Fact]
    public async Task Other_types_of_content_are_refused()
    {
        await _server.RefusesAsync(Picture([1], "image/gif"), 415, $"Content-Type image/gif, {ExpectedTypes}");
        await _server.RefusesAsync(new ByteArrayContent([1]), 415, $"Content-Type missing, {ExpectedTypes}");
        var encoded = Picture([1]);
        encoded.Headers.ContentEncoding.Add("gzip");
        await _server.RefusesAsync(encoded, 415, "an encoded body, expected one without Content-Encoding");
        using var text = new MultipartFormDataContent { { new StringContent("7"), "digit" } };
        await _server.RefusesAsync(
            text, 415, "part 1: Content-Type text/plain; charset=utf-8, expected image/png or image/jpeg");
    }

    [Fact]
    public async Task A_damaged_form_is_refused()
    {
        await _server.RefusesAsync(
            Form("x", "multipart/form-data"), 400, "multipart/form-data without a boundary of 1 to 70 characters");
        await _server.RefusesAsync(
            Form("--b--\r\n", "multipart/form-data; boundary=b"), 400, "multipart/form-data without a part, expected at least one picture");
        using var response = await _server.PostAsync(Form("--b\r\nContent-Type", "multipart/form-data; boundary=b"));
        await ShouldBeProblemAsync(response, 400);

        static ByteArrayContent Form(string body, string type) => new(System.Text.Encoding.ASCII.GetBytes(body))
        {
            Headers = { ContentType = MediaTypeHeaderValue.Parse(type) },
        };
    }
}
