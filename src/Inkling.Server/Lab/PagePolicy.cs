using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Inkling.Server.Lab;

/// <summary>What the pages of the lab may load, and who may embed them.</summary>
internal static class PagePolicy
{
    // Scripts and styles are files of the server; figures have images as data, and pictures of the user are blobs.
    private const string ContentSecurity =
        "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; "
        + "frame-ancestors 'none'; script-src 'self'";

    /// <summary>Adds the headers to every answer.</summary>
    public static void UsePagePolicy(this IApplicationBuilder application) => application.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurity;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return next(context);
    });
}
