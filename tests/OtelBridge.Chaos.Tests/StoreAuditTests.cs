using OtelBridge.Chaos.Load;
using OtelBridge.Grpc;
using OtelBridge.TestSupport;

namespace OtelBridge.Chaos.Tests;

/// <summary>Who looks for losses finds them.</summary>
public sealed class StoreAuditTests
{
    [Fact]
    public async Task Audit_OfATraceThatIsMissing_InPart_OrThereThoughDeleted_NamesIt()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var ledger = new Ledger();
        var maker = new TraceMaker(ledger);
        var (whole, missing, part) = (ledger.Add(1, "", DateTimeOffset.UtcNow), ledger.Add(1, "", DateTimeOffset.UtcNow), ledger.Add(1, "", DateTimeOffset.UtcNow));
        var half = maker.Request(part);
        half.ResourceSpans[0].ScopeSpans[0].Spans.RemoveAt(3);
        await server.Grpc.CallAsync(TraceServiceMethods.Export, maker.Request(whole));
        await server.Grpc.CallAsync(TraceServiceMethods.Export, half);
        var audit = new StoreAudit(server.Grpc, ledger);

        await audit.ShouldHoldAsync([whole, missing, part]);
        await audit.ShouldNotHoldAsync([whole, missing], "was deleted");
        await audit.ShouldBeWholeAsync([whole, missing, part]);

        audit.Faults.ShouldBe(
        [
            "trace 1 was acknowledged and is lost", "trace 2 has 9 spans of 10", "trace 0 is there, and was deleted", "trace 2 was stored in part: 9 spans",
        ]);
    }
}
