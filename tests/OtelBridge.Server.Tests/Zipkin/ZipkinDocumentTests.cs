using OtelBridge.Server.Zipkin;
using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Zipkin;

public sealed class ZipkinDocumentTests
{
    [Fact]
    public async Task EveryRoute_StandsInTheDocument()
    {
        var document = await File.ReadAllTextAsync(RepositoryFolder.File("docs/jaeger-zipkin.md"));

        // The copies for the user interface are named by their prefix, the page of the address by itself.
        var routes = ZipkinRoutes.All.Where(static route => route.Path != "/" && !route.Path.StartsWith("/zipkin/api/", StringComparison.Ordinal));

        document.ShouldContain("`/zipkin/api/v2`");
        routes.Select(static route => $"`{route.Method} {route.Path}`").Where(route => !document.Contains(route, StringComparison.Ordinal)).ShouldBeEmpty();
    }
}
