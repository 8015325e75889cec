using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Inkling.Server.Serve;

/// <summary>POST /v1/predict: classifies the images of the body.</summary>
internal sealed class PredictEndpoint(PredictionQueue queue, PictureReader pictures, ServerOptions options) : IDisposable
{
    public const string JsonType = "application/json";
    public const string MultipartType = "multipart/form-data";

    /// <summary>The query parameter that says what the largest JSON number stands for ink.</summary>
    public const string MaximumParameter = "maximum";

    /// <summary>The bytes up to which any number of bodies is read at a time; Kestrel keeps as many of each connection anyway.</summary>
    public const int SmallBody = 1 << 16;

    private const int LargeBodies = 8;

    private readonly SemaphoreSlim _large = new(LargeBodies);

    /// <summary>Answers a request.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        try
        {
            using var images = new ImageBatch();
            var isArray = await ReadAsync(context, images);
            var predictions = await queue.PredictAsync(images);
            if (predictions.Any(prediction => prediction.Class is null))
                throw new RequestException(StatusCodes.Status500InternalServerError, "the output of the model is NaN");
            await PredictionsJson.WriteAsync(context.Response, predictions, isArray);
        }
        catch (RequestException error)
        {
            await Problem.WriteAsync(context, error.Status, error.Message);
        }
        catch (BadHttpRequestException error) when (!context.Response.HasStarted)
        {
            await Problem.WriteAsync(context, error.StatusCode, error.Message);
        }
    }

    public void Dispose() => _large.Dispose();

    /// <summary>Reads the images of a request.</summary>
    /// <returns>Whether several may be given, so that the answer is an array.</returns>
    private async ValueTask<bool> ReadAsync(HttpContext context, ImageBatch images)
    {
        var request = context.Request;
        if (request.Headers.ContentEncoding.Count > 0)
            throw new RequestException(StatusCodes.Status415UnsupportedMediaType, "an encoded body, expected one without Content-Encoding");
        var type = MediaType(request.ContentType);
        var isUnit = Is(type, JsonType) && IsUnit(request.Query[MaximumParameter]);
        if (request.ContentLength <= SmallBody)
            return await ReadAsync(request, type, isUnit, images);
        await _large.WaitAsync(context.RequestAborted);
        try
        {
            return await ReadAsync(request, type, isUnit, images);
        }
        finally
        {
            _large.Release();
        }
    }

    private async ValueTask<bool> ReadAsync(HttpRequest request, MediaTypeHeaderValue? type, bool isUnit, ImageBatch images)
    {
        var cancellation = request.HttpContext.RequestAborted;
        if (Is(type, MultipartType))
            return await ReadPartsAsync(request, type!, images);
        var isPicture = type is not null && PictureReader.Formats.ContainsKey(type.MediaType!);
        if (!isPicture && !Is(type, JsonType))
        {
            throw new RequestException(
                StatusCodes.Status415UnsupportedMediaType,
                $"Content-Type {request.ContentType ?? "missing"}, expected "
                + $"{string.Join(", ", PictureReader.Formats.Keys)}, {JsonType} or {MultipartType}");
        }

        using var body = await RequestBody.ReadAsync(request.BodyReader, cancellation);
        if (!isPicture)
            return PixelsJson.Read(body.Content.Span, isUnit, options.MaximumImages, images);
        await pictures.ReadAsync(body.Content, type!.MediaType!, "picture", images, cancellation);
        return false;
    }

    /// <summary>Reads the pictures of a form, in their order.</summary>
    private async ValueTask<bool> ReadPartsAsync(HttpRequest request, MediaTypeHeaderValue type, ImageBatch images)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var boundary = type.Parameters.FirstOrDefault(
            parameter => string.Equals(parameter.Name, "boundary", StringComparison.OrdinalIgnoreCase))?.Value?.Trim('"');
        if (boundary is not { Length: > 0 and <= 70 })
            throw Damaged($"{MultipartType} without a boundary of 1 to 70 characters");
        try
        {
            var reader = new MultipartReader(boundary, request.Body) { HeadersCountLimit = 8, HeadersLengthLimit = 4096 };
            while (await reader.ReadNextSectionAsync(cancellation) is { } part)
            {
                var name = $"part {images.Count + 1}";
                if (images.Count == options.MaximumImages)
                    throw Damaged($"more than {options.MaximumImages} parts, which are the most of one request");
                var format = MediaType(part.ContentType)?.MediaType;
                if (format is null || !PictureReader.Formats.ContainsKey(format))
                {
                    throw new RequestException(
                        StatusCodes.Status415UnsupportedMediaType,
                        $"{name}: Content-Type {part.ContentType ?? "missing"}, "
                        + $"expected {string.Join(" or ", PictureReader.Formats.Keys)}");
                }

                using var content = new MemoryStream();
                await part.Body.CopyToAsync(content, cancellation);
                await pictures.ReadAsync(content.GetBuffer().AsMemory(0, (int)content.Length), format, name, images, cancellation);
            }
        }
        catch (Exception error) when (error is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            throw Damaged($"the {MultipartType} is damaged: {error.Message}");
        }

        return images.Count > 0 ? true : throw Damaged($"{MultipartType} without a part, expected at least one picture");
    }

    private static MediaTypeHeaderValue? MediaType(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) ? type : null;

    private static bool Is(MediaTypeHeaderValue? type, string expected) =>
        string.Equals(type?.MediaType, expected, StringComparison.OrdinalIgnoreCase);

    /// <summary>Gets whether the numbers of JSON are 0 to 1.</summary>
    private static bool IsUnit(StringValues maximum) => maximum.Count == 0 ? false : maximum.ToString() switch
    {
        "1" => true,
        "255" => false,
        _ => throw new RequestException(
            StatusCodes.Status400BadRequest, $"?{MaximumParameter}={maximum}, expected 255 or 1, the number that stands for ink"),
    };

    private static RequestException Damaged(string message) => new(StatusCodes.Status400BadRequest, message);
}
