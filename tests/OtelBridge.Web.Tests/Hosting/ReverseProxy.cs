using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace OtelBridge.Web.Tests.Hosting;

/// <summary>A reverse proxy as people put before the server: it shows it under a path, and calls it by a name of its own.</summary>
internal sealed class ReverseProxy : IAsyncDisposable
{
    public const string Prefix = "/otel";

    private readonly WebApplication _app;
    private readonly HttpClient _inner = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private ReverseProxy(WebApplication app) => _app = app;

    /// <summary>Where the browser goes.</summary>
    public Uri Address { get; private set; } = null!;

    /// <param name="server">The server behind it.</param>
    /// <param name="strips">Whether it takes the path away.</param>
    /// <param name="tells">Whether it says in headers what it did.</param>
    public static async Task<ReverseProxy> StartAsync(Uri server, bool strips, bool tells)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var proxy = new ReverseProxy(app);
        app.Run(context => proxy.ForwardAsync(context, server, strips, tells));
        await app.StartAsync();
        proxy.Address = new Uri(app.Urls.Single() + Prefix + "/");
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _inner.Dispose();
    }

    private async Task ForwardAsync(HttpContext context, Uri server, bool strips, bool tells)
    {
        if (!context.Request.Path.StartsWithSegments(Prefix, out var rest))
        {
            context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest; // what is beside our path belongs to others
            return;
        }

        var path = strips ? "/" + rest.Value?.TrimStart('/') : context.Request.Path.Value;
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(server, path + context.Request.QueryString));
        if (context.Request.ContentLength > 0)
        {
            request.Content = new StreamContent(context.Request.Body) { Headers = { { "Content-Type", context.Request.ContentType } } };
        }

        foreach (var name in (string[])["Accept", "Origin", "Cookie", "Sec-Fetch-Site"])
        {
            if (context.Request.Headers.TryGetValue(name, out var values))
            {
                request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        if (tells)
        {
            request.Headers.Add("X-Forwarded-Host", context.Request.Host.Value);
            request.Headers.Add("X-Forwarded-Proto", "https");
            request.Headers.Add("X-Forwarded-Prefix", Prefix);
        }

        using var response = await _inner.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        if (response.Headers.Location is { } location)
        {
            context.Response.Headers.Location = location.OriginalString;
        }

        if (response.StatusCode != HttpStatusCode.SeeOther)
        {
            await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
    }
}
