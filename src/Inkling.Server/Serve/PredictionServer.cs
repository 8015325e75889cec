using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Inkling.Server.Serve;

/// <summary>
/// Serves the predictions of a model over HTTP: POST /v1/predict, GET /v1/models, /openapi/v1.json, /healthz, /readyz and /metrics.
/// </summary>
/// <remarks>No settings are read from files or environment variables; what a request sends is never written to a file.</remarks>
public sealed class PredictionServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ServerState _state;
    private readonly CountedListener _listener;
    private readonly TimeSpan _drainTime;

    private PredictionServer(WebApplication application, ServerOptions options)
    {
        (_application, _drainTime) = (application, options.DrainTime);
        _state = application.Services.GetRequiredService<ServerState>();
        _listener = application.Services.GetRequiredService<CountedListener>();
    }

    /// <summary>Gets the address that the server listens on, such as "http://127.0.0.1:8080".</summary>
    public string Address =>
        _application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();

    /// <summary>Loads the model and starts a server.</summary>
    /// <param name="source">Where the model is found.</param>
    /// <param name="options">Where the server listens, who may use it, and its limits.</param>
    /// <param name="cancellation">Cancels the start.</param>
    /// <exception cref="ArgumentException">
    /// The address is not a loopback address and there is no token, or it stands for all addresses and there is no host name.
    /// </exception>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<PredictionServer> StartAsync(
        ModelSource source, ServerOptions options, CancellationToken cancellation = default)
    {
        Check(options);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        Configure(builder.Logging, options);

        // Why it does not start is thrown; a log of it would say the same with stack traces.
        var isStarted = false;
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", _ => isStarted);
        Configure(builder.Services, source, options);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            Limits.Configure(kestrel.Limits, options);
            kestrel.Listen(options.Address, options.Port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        var application = builder.Build();
        try
        {
            Configure(application, options);
            await application.StartAsync(cancellation);
            isStarted = true;
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }

        return new PredictionServer(application, options);
    }

    /// <summary>
    /// Stops the server without losing a request: it no longer listens, what has arrived is answered, and open connections end with their
    /// next answer, or, where no request comes, when <see cref="ServerOptions.DrainTime"/> is over.
    /// </summary>
    public async Task StopAsync()
    {
        _state.IsStopping = true;
        using (var drain = new CancellationTokenSource(_drainTime))
        {
            await _listener.StopListeningAsync(drain.Token);
            while (_listener.Connections > 0 && !drain.IsCancellationRequested)
                await Task.Delay(5);
        }

        await _application.StopAsync();
    }

    /// <summary>Stops the server where it was not stopped, and releases its memory.</summary>
    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static void Check(ServerOptions options)
    {
        if (!IPAddress.IsLoopback(options.Address) && options.Token is null)
            throw new ArgumentException($"address {options.Address}: other machines reach it, expected a token", nameof(options));
        if ((options.Address.Equals(IPAddress.Any) || options.Address.Equals(IPAddress.IPv6Any)) && options.HostNames.Count == 0)
        {
            throw new ArgumentException(
                $"address {options.Address}: all addresses, expected the names under which the server is reached", nameof(options));
        }
    }

    private static void Configure(ILoggingBuilder logging, ServerOptions options)
    {
        if (options.Log == LogFormat.None)
            return;
        logging.AddFilter((category, level) =>
            level >= (category?.StartsWith("Inkling", StringComparison.Ordinal) == true ? LogLevel.Information : LogLevel.Warning));
        if (options.Log == LogFormat.Json)
            logging.AddJsonConsole(console => Format(console));
        else
            logging.AddSimpleConsole(console =>
            {
                Format(console);
                console.SingleLine = true;
                console.ColorBehavior = LoggerColorBehavior.Disabled;
            });
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);

        static void Format(ConsoleFormatterOptions console)
        {
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.UseUtcTimestamp = true;
        }
    }

    private static void Configure(IServiceCollection services, ModelSource source, ServerOptions options)
    {
        services.AddRoutingCore();
        services.AddSingleton(options);
        services.AddSingleton<ServerState>();
        services.AddSingleton<CountedListener>();
        services.AddSingleton<IConnectionListenerFactory>(provider => provider.GetRequiredService<CountedListener>());
        services.AddSingleton<ServerMetrics>();
        services.AddSingleton(source);
        services.AddSingleton<ModelHost>();
        services.AddHostedService(provider => provider.GetRequiredService<ModelHost>());
        services.AddSingleton<PredictionQueue>();
        services.AddSingleton<PictureReader>();
        services.AddSingleton<PredictEndpoint>();
        services.AddHostFiltering(filter => (filter.AllowedHosts, filter.IncludeFailureMessage) = (HostNames(options), false));
        services.AddRequestTimeouts(timeouts => Limits.Configure(timeouts, options));
        services.AddRateLimiter(limiter => Limits.Configure(limiter, options));
        services.AddOpenApi(ApiDescription.Configure);
        services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("inkling")).WithMetrics(metrics => metrics
            .AddMeter(
                ServerMetrics.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel",
                "Microsoft.AspNetCore.RateLimiting", "System.Runtime")
            .AddPrometheusExporter());
    }

    private static void Configure(WebApplication application, ServerOptions options)
    {
        var state = application.Services.GetRequiredService<ServerState>();
        var predict = application.Services.GetRequiredService<PredictEndpoint>();
        var models = application.Services.GetRequiredService<ModelHost>();
        application.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = context => Problem.WriteAsync(context, StatusCodes.Status500InternalServerError),
        });
        application.Use(state.CloseAsync);
        if (options.LogRequests)
            application.UseMiddleware<RequestLog>();
        application.UseStatusCodePages(pages => Problem.WriteAsync(pages.HttpContext, pages.HttpContext.Response.StatusCode));
        application.UseHostFiltering();
        application.UseOwnOrigin((context, reason) => Problem.WriteAsync(context, StatusCodes.Status403Forbidden, reason));
        application.UseRouting();
        if (options.Token is { } token)
            application.UseToken(token, (context, reason) => Problem.WriteAsync(context, StatusCodes.Status401Unauthorized, reason));
        application.UseRequestTimeouts();
        application.UseRateLimiter();
        application.MapPost("/v1/predict", (Delegate)predict.AnswerAsync).WithTags("predictions").WithSummary(ApiDescription.Predict);
        application.MapGet("/v1/models", (Delegate)((HttpContext context) => WriteModelAsync(context.Response, models.Current)))
            .WithTags("predictions").WithSummary(ApiDescription.Models);
        var health = application.MapGroup("").WithTags("health").AllowAnonymous().DisableRateLimiting();
        health.MapGet("/healthz", () => "healthy").WithSummary(ApiDescription.Health);
        health.MapGet("/readyz", (Delegate)((HttpContext context) => state.IsStopping
                ? Problem.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "the server is stopping")
                : context.Response.WriteAsync("ready")))
            .WithSummary(ApiDescription.Readiness);
        application.MapOpenApi("/openapi/v1.json");
        application.MapPrometheusScrapingEndpoint("/metrics");
    }

    private static async Task WriteModelAsync(HttpResponse response, ServedModel served)
    {
        var model = served.Predictor.Model;
        response.ContentType = PredictEndpoint.JsonType;
        await using var json = new Utf8JsonWriter(response.BodyWriter);
        json.WriteStartArray();
        json.WriteStartObject();
        json.WriteString("id", served.Id);
        json.WriteString("name", model.Name);
        json.WriteStartArray("classes");
        foreach (var name in model.ClassNames)
            json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteNumber("parameters", served.Parameters);
        if (model.Epochs is { } epochs)
            json.WriteNumber("epochs", epochs);
        else
            json.WriteNull("epochs");
        json.WriteString("loaded", served.Loaded);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static string[] HostNames(ServerOptions options) =>
        IPAddress.IsLoopback(options.Address)
            ? ["localhost", "127.0.0.1", "[::1]", .. options.HostNames]
            : [options.Address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{options.Address}]" : $"{options.Address}",
                .. options.HostNames];
}
