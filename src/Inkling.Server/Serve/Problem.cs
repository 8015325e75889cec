using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Inkling.Server.Serve;

/// <summary>Answers that say what is wrong with a request: application/problem+json (RFC 9457).</summary>
internal static class Problem
{
    public const string MediaType = "application/problem+json";

    /// <summary>Writes a problem as the whole answer.</summary>
    /// <param name="context">A request whose answer has not begun.</param>
    /// <param name="status">The status code.</param>
    /// <param name="detail">What was given and what is expected, in one line; null where the status says all.</param>
    public static async Task WriteAsync(HttpContext context, int status, string? detail = null)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = MediaType;
        await using var json = new Utf8JsonWriter(response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("title", ReasonPhrases.GetReasonPhrase(status));
        json.WriteNumber("status", status);
        if (detail is not null)
            json.WriteString("detail", detail);
        json.WriteEndObject();
    }
}
