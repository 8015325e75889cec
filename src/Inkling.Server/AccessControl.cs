using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Inkling.Server;

/// <summary>Refuses the requests of foreign web pages, and those without the token of the server.</summary>
internal static class AccessControl
{
    private const string Scheme = "Bearer ";

    /// <summary>
    /// Refuses requests that a page of another origin makes a browser send: a header Origin that is not that of the server.
    /// </summary>
    public static void UseOwnOrigin(this IApplicationBuilder application, Func<HttpContext, string, Task> refuse) =>
        application.Use((context, next) =>
        {
            var request = context.Request;
            foreach (var origin in request.Headers.Origin)
                if (!string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase))
                    return refuse(context, "the header Origin is that of another site");
            return next(context);
        });

    /// <summary>
    /// Refuses requests without "Authorization: Bearer TOKEN" (RFC 6750), but for endpoints with <see cref="IAllowAnonymous"/>. The time
    /// of the comparison does not depend on the tokens.
    /// </summary>
    public static void UseToken(this IApplicationBuilder application, string token, Func<HttpContext, string, Task> refuse)
    {
        var expected = Digest(token);
        application.Use((context, next) =>
        {
            if (context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null || IsPresented(context, expected))
                return next(context);
            context.Response.Headers.WWWAuthenticate = Scheme.TrimEnd();
            return refuse(context, $"the header Authorization is missing or has another token, expected {Scheme}TOKEN");
        });
    }

    private static bool IsPresented(HttpContext context, byte[] expected)
    {
        var header = context.Request.Headers[HeaderNames.Authorization].ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(Digest(header[Scheme.Length..].Trim()), expected);
    }

    private static byte[] Digest(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
