using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Inkling.Server.Serve;

/// <summary>
/// Reads images as JSON: an array of 784 numbers, row by row, or an array of such arrays. A number is 0 for background to 255 for ink, or
/// to 1 where the request says so.
/// </summary>
/// <remarks>
/// An image without a value above 1 of 255 is refused: it is nearly always one of values from 0 to 1, which would be classified as an
/// empty image.
/// </remarks>
internal static class PixelsJson
{
    private const int Maximum = 255;
    private static readonly JsonReaderOptions Strict = new() { MaxDepth = 2 };

    /// <summary>Reads the body of a request.</summary>
    /// <param name="body">The JSON text, UTF-8.</param>
    /// <param name="isUnit">Whether the numbers are 0 to 1 instead of 0 to 255.</param>
    /// <param name="maximumImages">The most images.</param>
    /// <param name="images">Takes the images.</param>
    /// <returns>Whether the text is an array of arrays.</returns>
    /// <exception cref="RequestException">The text is no such JSON.</exception>
    public static bool Read(ReadOnlySpan<byte> body, bool isUnit, int maximumImages, ImageBatch images)
    {
        var json = new Utf8JsonReader(body, Strict);
        try
        {
            if (!json.Read() || json.TokenType != JsonTokenType.StartArray)
                throw Unexpected(json.TokenType);
            json.Read();
            var isArray = json.TokenType == JsonTokenType.StartArray;
            if (!isArray)
                ReadImage(ref json, isUnit, images, "");
            else
                ReadImages(ref json, isUnit, maximumImages, images);

            // What follows the array would be an error of the reader.
            json.Read();
            return isArray;
        }
        catch (JsonException error)
        {
            throw new RequestException(
                StatusCodes.Status400BadRequest,
                $"the JSON is damaged in line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}; expected an array of "
                + $"{ImageBatch.Pixels} numbers, or an array of such arrays");
        }
    }

    private static void ReadImages(ref Utf8JsonReader json, bool isUnit, int maximumImages, ImageBatch images)
    {
        while (json.TokenType == JsonTokenType.StartArray)
        {
            if (images.Count == maximumImages)
                throw Refuse($"more than {maximumImages} images, which are the most of one request");
            json.Read();
            ReadImage(ref json, isUnit, images, $"image {images.Count + 1}: ");
            json.Read();
        }

        if (json.TokenType != JsonTokenType.EndArray)
            throw Unexpected(json.TokenType);
    }

    /// <summary>Reads the numbers of an image, from the first to the end of the array.</summary>
    private static void ReadImage(ref Utf8JsonReader json, bool isUnit, ImageBatch images, string name)
    {
        var values = images.Add();
        var (count, limit, scale, largest) = (0, isUnit ? 1f : Maximum, isUnit ? 1f : Maximum, 0f);
        for (; json.TokenType == JsonTokenType.Number; json.Read())
        {
            var value = json.TryGetInt32(out var whole) ? whole : json.TryGetSingle(out var number) ? number : float.NaN;
            if (!(value >= 0 && value <= limit))
                throw Refuse($"{name}number {count + 1} is not 0 to {limit}");
            if (count == values.Length)
                throw Refuse($"{name}more than {values.Length} numbers, expected {values.Length}, the rows of 28 x 28 pixels");
            values[count++] = value / scale;
            largest = Math.Max(largest, value);
        }

        if (json.TokenType != JsonTokenType.EndArray)
            throw Unexpected(json.TokenType);
        if (count != values.Length)
            throw Refuse($"{name}{count} numbers, expected {values.Length}, the rows of 28 x 28 pixels");
        if (!isUnit && largest <= 1)
        {
            throw Refuse(
                $"{name}no number above 1, expected 0 for background to {Maximum} for ink; where they are 0 to 1, add ?maximum=1");
        }
    }

    private static RequestException Unexpected(JsonTokenType token) => Refuse(
        $"{Describe(token)} in the JSON, expected an array of {ImageBatch.Pixels} numbers, or an array of such arrays");

    private static string Describe(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "true or false",
        JsonTokenType.Null => "null",
        JsonTokenType.StartArray => "an array",
        _ => "nothing",
    };

    private static RequestException Refuse(string message) => new(StatusCodes.Status422UnprocessableEntity, message);
}
