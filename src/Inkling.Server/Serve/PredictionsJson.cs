using System.Buffers;
using System.Text.Json;
using Inkling.Models;
using Microsoft.AspNetCore.Http;

namespace Inkling.Server.Serve;

/// <summary>Writes predictions: an object with digit, confidence and probabilities for each.</summary>
internal static class PredictionsJson
{
    [ThreadStatic]
    private static Utf8JsonWriter? t_writer;
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_buffer;

    /// <summary>Writes predictions as the whole answer.</summary>
    /// <param name="response">An answer that has not begun.</param>
    /// <param name="predictions">At least one.</param>
    /// <param name="isArray">Whether they are written as an array.</param>
    public static Task WriteAsync(HttpResponse response, ReadOnlySpan<Prediction> predictions, bool isArray)
    {
        var buffer = t_buffer ??= new ArrayBufferWriter<byte>(1024);
        buffer.ResetWrittenCount();
        var json = t_writer ??= new Utf8JsonWriter(buffer);
        json.Reset(buffer);
        if (isArray)
            json.WriteStartArray();
        foreach (var prediction in predictions)
            Write(json, prediction);
        if (isArray)
            json.WriteEndArray();
        json.Flush();
        response.ContentType = PredictEndpoint.JsonType;
        response.ContentLength = buffer.WrittenCount;
        response.BodyWriter.Write(buffer.WrittenSpan);
        return response.CompleteAsync();
    }

    private static void Write(Utf8JsonWriter json, Prediction prediction)
    {
        json.WriteStartObject();

        // A digit is a number, any other class is its name, as `inkling predict --json` prints it.
        if (int.TryParse(prediction.ClassName, out var digit))
            json.WriteNumber("digit", digit);
        else
            json.WriteString("digit", prediction.ClassName);
        json.WriteNumber("confidence", prediction.Confidence);
        json.WriteStartArray("probabilities");
        foreach (var probability in prediction.Probabilities)
            json.WriteNumberValue(probability);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
