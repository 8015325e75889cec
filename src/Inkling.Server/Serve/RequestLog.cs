using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Inkling.Server.Serve;

/// <summary>Logs requests: the pattern of the route and never the text of a request, which anybody may write.</summary>
internal sealed partial class RequestLog(RequestDelegate next, ILogger<RequestLog> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            var method = HttpMethods.GetCanonicalizedValue(context.Request.Method);
            LogRequest(
                HttpMethods.IsPost(method) || HttpMethods.IsGet(method) ? method : "other",
                (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "none",
                context.Response.StatusCode,
                context.Request.ContentLength,
                Math.Round(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 3));
        }
    }

    [LoggerMessage(3, LogLevel.Information, "{Method} {Route} {Status}, {Bytes} bytes in {Milliseconds} ms")]
    private partial void LogRequest(string method, string route, int status, long? bytes, double milliseconds);
}
