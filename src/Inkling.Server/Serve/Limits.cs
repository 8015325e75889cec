using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Inkling.Server.Serve;

/// <summary>The limits of the server, in the terms of Kestrel and of ASP.NET Core's middleware.</summary>
internal static class Limits
{
    /// <summary>The bytes per second below which a sender is too slow.</summary>
    private const double MinimumDataRate = 1024;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public static void Configure(KestrelServerLimits limits, ServerOptions options)
    {
        limits.MaxRequestBodySize = options.MaximumBodyBytes;
        limits.MaxConcurrentConnections = options.MaximumConnections;
        limits.MaxConcurrentUpgradedConnections = 0;
        limits.MaxRequestBufferSize = PredictEndpoint.SmallBody;
        limits.MaxRequestHeaderCount = 50;
        limits.MaxRequestHeadersTotalSize = 1 << 14;
        limits.MaxRequestLineSize = 1 << 12;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.KeepAliveTimeout = TimeSpan.FromMinutes(1);
        limits.MinRequestBodyDataRate = new MinDataRate(MinimumDataRate, Grace);
        limits.MinResponseDataRate = new MinDataRate(MinimumDataRate, Grace);
    }

    public static void Configure(RequestTimeoutOptions timeouts, ServerOptions options) =>
        timeouts.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = options.RequestTimeout,
            TimeoutStatusCode = StatusCodes.Status408RequestTimeout,
        };

    /// <summary>Limits the requests at a time, and where chosen those per second of one client address.</summary>
    public static void Configure(RateLimiterOptions limiter, ServerOptions options)
    {
        var concurrency = PartitionedRateLimiter.Create<HttpContext, int>(_ => RateLimitPartition.GetConcurrencyLimiter(
            0, _ => new ConcurrencyLimiterOptions { PermitLimit = options.MaximumRequests }));
        limiter.GlobalLimiter = options.RequestsPerSecond is not { } rate
            ? concurrency
            : PartitionedRateLimiter.CreateChained(
                PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetTokenBucketLimiter(
                    $"{context.Connection.RemoteIpAddress}", _ => new TokenBucketRateLimiterOptions
                    {
                        TokenLimit = rate,
                        TokensPerPeriod = rate,
                        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                    })),
                concurrency);
        limiter.RejectionStatusCode = StatusCodes.Status503ServiceUnavailable;
        limiter.OnRejected = (rejected, _) =>
        {
            var isRate = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var delay);
            var response = rejected.HttpContext.Response;
            response.Headers.RetryAfter = $"{Math.Max(1, Math.Ceiling(delay.TotalSeconds))}";
            return new ValueTask(Problem.WriteAsync(
                rejected.HttpContext,
                isRate ? StatusCodes.Status429TooManyRequests : StatusCodes.Status503ServiceUnavailable,
                isRate
                    ? $"more than {options.RequestsPerSecond} requests per second"
                    : $"more than {options.MaximumRequests} requests at a time"));
        };
    }
}
