using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace OtelBridge.Server.Hosting;

/// <summary>What browsers are told with every answer of HTTP, whatever it is: to take it for what it says it is, to show it in no page of others, and to come back over TLS.</summary>
/// <remarks>Nothing here, and nothing anywhere, allows pages of other sites to read an answer (CORS): no <c>Access-Control-</c> header is ever sent.</remarks>
internal static class AnswerHeaders
{
    // For answers that are no page; pages say their own (PageSecurity).
    private const string NoPage = "default-src 'none'; frame-ancestors 'none'";

    /// <param name="app">The server.</param>
    /// <param name="remembered">How long browsers remember that the host has TLS; zero says nothing of it.</param>
    public static void UseAnswerHeaders(this IApplicationBuilder app, TimeSpan remembered)
    {
        var transport = remembered > TimeSpan.Zero ? string.Create(CultureInfo.InvariantCulture, $"max-age={(long)remembered.TotalSeconds}") : null;
        app.Use((context, next) =>
        {
            // Programs that speak gRPC are no browsers, and have many small answers.
            if (context.Features.Get<ListenerFeature>()?.Role != ListenerRole.Grpc)
            {
                context.Response.OnStarting(
                    static state =>
                    {
                        var (context, transport) = ((HttpContext, string?))state;
                        Apply(context, transport);
                        return Task.CompletedTask;
                    },
                    (context, transport));
            }

            return next(context);
        });
    }

    private static void Apply(HttpContext context, string? transport)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.TryAdd("Content-Security-Policy", NoPage);
        headers.TryAdd("Cross-Origin-Resource-Policy", "same-origin");
        if (transport is not null && context.Request.IsHttps && IsName(context.Request.Host.Host))
        {
            headers.StrictTransportSecurity = transport;
        }
    }

    // Other programs of a developer's machine are spoken to without TLS; addresses browsers do not remember.
    private static bool IsName(string host) => host.Length > 0 && !host.Equals("localhost", StringComparison.OrdinalIgnoreCase) && !IPAddress.TryParse(host.Trim('[', ']'), out _);
}
