using System.Diagnostics;
using OtelBridge.Attributes;
using OtelBridge.Configuration;
using OtelBridge.Otlp;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Tests;

public sealed class MlflowTests
{
    [Fact]
    public async Task StartSpan_WithStore_ArrivesWithItsContent()
    {
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri));

        string traceId;
        using (var span = Mlflow.StartSpan("answer", SpanType.Chain, new { question = "Wie spät?", k = 3 }))
        {
            traceId = span.TraceId;
            span.SetOutputs("late").SetAttribute("n", 42).SetAttribute("list", new[] { 1, 2 });
        }

        var flushed = await Mlflow.FlushAsync(Traced.Patience);

        flushed.IsComplete.ShouldBeTrue();
        var sent = store.Spans.ShouldHaveSingleItem();
        sent.Name.ShouldBe("answer");
        sent.Status.Code.ShouldBe(Status.Types.StatusCode.Ok);
        sent.Attribute(MlflowKeys.TraceRequestId).ShouldBe(traceId);
        sent.Attribute(MlflowKeys.SpanType).ShouldBe(SpanType.Chain);
        sent.Attribute(MlflowKeys.SpanInputs).ShouldBe("""{"question":"Wie spät?","k":3}""");
        sent.Attribute(MlflowKeys.SpanOutputs).ShouldBe("\"late\"");
        sent.Attributes.Single(a => a.Key == "n").Value.IntValue.ShouldBe(42);
        sent.Attribute("list").ShouldBe("[1,2]");
        traceId.ShouldBe("tr-" + Convert.ToHexStringLower(sent.TraceId.Span));
        Activity.Current.ShouldBeNull();
    }
}
