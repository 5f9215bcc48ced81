using System.Diagnostics;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;

namespace OtelBridge.Interop.Tests.Export;

/// <summary>A traced program with a server inside that it sends everything to, the server's own spans, too.</summary>
[Collection(TracingCollection.Name)]
public sealed class ServerInsideTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task ServersOwnSpans_SentToItself_AreNotStored_AndEnd()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var own = 0;
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "OtelBridge.Server",
            ActivityStopped = activity => Interlocked.Add(ref own, activity.Recorded ? 1 : 0),
        };
        ActivitySource.AddActivityListener(listener);
        using var tracing = MlflowTracing.Init(options =>
        {
            options.TrackingUri = $"grpc://{server.GrpcAddress.Authority}";
            options.Sources.Add("OtelBridge.Server");
        });

        using (Mlflow.StartSpan("asked"))
        {
            await server.Http.GetStringAsync("/version");
        }

        var before = -1;
        for (var round = 0; before != Volatile.Read(ref own); round++)
        {
            round.ShouldBeLessThan(20, "Each export of a span of the server begets another one.");
            before = Volatile.Read(ref own);
            (await tracing.FlushAsync(Patience)).IsComplete.ShouldBeTrue();
        }

        own.ShouldBeGreaterThan(0); // or nothing was tried
        await using var store = await TraceStores.OpenAsync(server.StoreAddress, StoreAccess.ReadOnly, CancellationToken.None);
        var traces = await store.Reader.ListTracesAsync(100, "", CancellationToken.None);
        traces.Items.ShouldAllBe(static trace => trace.SpanCount == 1);
        traces.Items.Count.ShouldBe(1);
    }
}
