using OtelBridge.Store.Doctor;
using static OtelBridge.Otlp.Span.Types;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Storage;

/// <summary>What holds besides of stores that note operations beside their spans: SQL databases do.</summary>
public abstract class NotedServiceSuite : ServiceSuite
{
    [Fact]
    public async Task ListOperations_StoreOfAnOlderVersion_NamesThemAndLearnsTheirKinds()
    {
        await IngestAsync(Of("api", Kind(Span(1, 1, name: "chat"), SpanKind.Server), Kind(Span(1, 2, parent: 1, name: "embed"), SpanKind.Client)));
        await IngestAsync(Of(null, Span(2, 1, name: "alone")));
        await ReopenAfterAsync(BeforeOperations);

        (await ListServicesAsync()).ShouldBe(["", "api"]);
        (await ListOperationsAsync("api")).ShouldBe([new("chat", SpanKind.Unspecified), new("embed", SpanKind.Unspecified)]);
        (await FindAsync(new() { ServiceName = "api", SpanName = "chat" })).ShouldBe([1]);

        await IngestAsync(Of("api", Kind(Span(3, 1, name: "chat"), SpanKind.Server)));

        (await ListOperationsAsync("api")).ShouldBe([new("chat", SpanKind.Server), new("embed", SpanKind.Unspecified)]);
        foreach (var check in StoreCheckup.Of(Store))
        {
            (await check.RunAsync(false, static (_, _) => { }, CancellationToken.None)).ShouldAllBe(result => result.Outcome != CheckOutcome.Problem);
        }
    }

    /// <summary>Gets the statements after which the store is one from before operations were noted.</summary>
    protected abstract string BeforeOperations { get; }

    /// <summary>Runs statements on the closed store and opens it again.</summary>
    protected abstract Task ReopenAfterAsync(string sql);
}
