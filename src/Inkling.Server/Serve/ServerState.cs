using Microsoft.AspNetCore.Http;

namespace Inkling.Server.Serve;

/// <summary>Whether the server is stopping.</summary>
internal sealed class ServerState
{
    private volatile bool _isStopping;

    /// <summary>Gets or sets whether the server answers the requests that it gets, but should get no more.</summary>
    public bool IsStopping
    {
        get => _isStopping;
        set => _isStopping = value;
    }

    /// <summary>Ends each connection with its next answer once the server is stopping.</summary>
    public Task CloseAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(
            response =>
            {
                if (IsStopping)
                    ((HttpResponse)response).Headers.Connection = "close";
                return Task.CompletedTask;
            },
            context.Response);
        return next(context);
    }
}
