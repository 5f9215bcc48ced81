using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using OtelBridge.TestSupport;

namespace OtelBridge.Tests.Context;

/// <summary>A web service on a free port that logs, and so has an activity for each request, whether or not anybody traces those.</summary>
internal sealed class Service : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Service(WebApplication app)
    {
        _app = app;
        Address = app.Urls.Single();
    }

    public string Address { get; }

    public static async Task<Service> StartAsync(Func<HttpContext, Task<string>> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection([new("urls", "http://127.0.0.1:0")]);
        builder.Logging.ClearProviders().AddProvider(new LogRecorder());
        var app = builder.Build();
        app.Run(async context => await context.Response.WriteAsync(await answer(context)));
        await app.StartAsync();
        return new Service(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
