using OtelBridge.TestSupport.Stores;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Server.Tests.Security;

/// <summary>Who sees some of the experiments asks Jaeger, Zipkin and the filter's completion about these, and hears nothing of the others.</summary>
public sealed class ServiceAccessTests
{
    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public async Task ReadsByService_TellOfWhatIsTheirs_AndOfNothingElse(string store)
    {
        await using var server = await GuardedServer.StartAsync(on: store);
        var (trace, _) = await server.FillAsync(server.Own);
        await server.FillAsync(server.Foreign);
        await server.StoreAsync(server.Own, "ours behind", Span(1, 2, parent: 1, name: "ours"));
        await server.StoreAsync(server.Foreign, $"{GuardedServer.Secret} behind", Span(2, 2, parent: 1, name: GuardedServer.Secret));
        var own = GuardedServer.Bearer(await server.MakeKeyAsync(["read"], [server.Own]));
        var ingest = GuardedServer.Bearer(await server.MakeKeyAsync(["ingest"], [server.Own]));
        var (jaeger, zipkin, pages) = (server.Server.Server.JaegerAddress!, server.Server.Server.ZipkinAddress!, server.Server.HttpAddress);
        (Uri Base, string Path, string Expected)[] questions =
        [
            (jaeger, "/api/services", """["ours","ours behind"]"""),
            (jaeger, "/api/v3/services", """["ours","ours behind"]"""),
            (jaeger, "/api/services/ours/operations", """["ours"]"""),
            (jaeger, $"/api/services/{GuardedServer.Secret}/operations", "[]"),
            (jaeger, "/api/v3/operations?service=ours", "\"name\":\"ours\""),
            (jaeger, "/api/traces?service=ours&start=0&end=9000000000000000", $"\"traceID\":\"{trace[3..]}\""),
            (jaeger, $"/api/traces?service={GuardedServer.Secret}&start=0&end=9000000000000000", "\"data\":[]"),
            (jaeger, "/api/dependencies?endTs=9000000000000&lookback=9000000000000", "\"parent\":\"ours\",\"child\":\"ours behind\""),
            (zipkin, "/api/v2/services", """["ours","ours behind"]"""),
            (zipkin, "/api/v2/spans?serviceName=ours", """["ours"]"""),
            (zipkin, $"/api/v2/spans?serviceName={GuardedServer.Secret}", "[]"),
            (zipkin, "/api/v2/traces?endTs=9000000000000&lookback=9000000000000", trace[3..]),
            (zipkin, "/api/v2/dependencies?endTs=9000000000000&lookback=9000000000000", "\"parent\":\"ours\",\"child\":\"ours behind\""),
            (pages, "/complete?text=name%20%3D%20&at=7", "ours"),
            (pages, "/complete?text=service.name%20%3D%20&at=15", "ours behind"),
            (pages, "/complete?text=tags.team%20%3D%20&at=12", "ours"),
        ];

        foreach (var (address, path, expected) in questions)
        {
            foreach (var who in new[] { own, GuardedServer.Manager })
            {
                var (status, text) = await server.SendAsync(HttpMethod.Get, new Uri(address, path), who);
                status.ShouldBe(200, path + text);
                text.ShouldContain(expected, Case.Sensitive, path);
                text.ShouldNotContain(GuardedServer.Secret, Case.Insensitive, path);
            }

            var all = await server.SendAsync(HttpMethod.Get, new Uri(address, path), GuardedServer.Admin);
            all.Status.ShouldBe(200, path);
            (await server.SendAsync(HttpMethod.Get, new Uri(address, path), ingest)).Status.ShouldBe(403, path);
        }

        (await server.SendAsync(HttpMethod.Get, new Uri(jaeger, "/api/services"), GuardedServer.Admin)).Text.ShouldContain(GuardedServer.Secret);
        (await server.GetAsync("/metrics", own)).Status.ShouldBe(403); // of everybody together
        (await server.SendAsync(HttpMethod.Get, new Uri(zipkin, "/metrics"), own)).Status.ShouldBe(403);
    }
}
