using OtelBridge.Pricing;
using OtelBridge.Store.Ingest;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Ingest;

public sealed class RequestGroupsTests
{
    [Fact]
    public void Request_LargeResourceAndManyTraces_IsTakenOnlyAsFarAsItsCopiesAreBounded()
    {
        const int ResourceBytes = 32 << 20;
        const int Traces = 20;
        var request = Request(Enumerable.Range(1, Traces).Select(trace => Span(trace, 1)));
        request.ResourceSpans[0].Resource.Attributes.Add(Attribute("large", new string('x', ResourceBytes)));
        var refusals = new Refusals();

        var groups = RequestGroups.Of(request, refusals, PriceTable.Default);

        (groups.Count, refusals.Count).ShouldBe((7, Traces - 7)); // 7 times a little more than 32 MiB are below 256 MiB
        refusals.ToString().ShouldContain("send fewer traces at once");
    }

    [Fact]
    public void Request_LargeResourceAndOneTrace_IsTaken()
    {
        var request = Request(Enumerable.Range(1, 100).Select(span => Span(1, span)));
        request.ResourceSpans[0].Resource.Attributes.Add(Attribute("large", new string('x', 32 << 20)));
        var refusals = new Refusals();

        RequestGroups.Of(request, refusals, PriceTable.Default).ShouldHaveSingleItem().Count.ShouldBe(100);

        refusals.Count.ShouldBe(0);
    }

    [Fact]
    public void Batch_SpansThatRepeatEachOther_KeepsTheLastOfEachInOrder()
    {
        var group = RequestGroups.Of(Request(Span(1, 1), Span(1, 1), Span(1, 2), Span(1, 1, name: "last"), Span(1, 3)), new Refusals(), PriceTable.Default).ShouldHaveSingleItem();

        var batch = group.ToBatch(0);

        batch.Spans.Select(static row => row.Name).ShouldBe(["step", "last", "step"]);
        batch.Payload.ResourceSpans[0].ScopeSpans[0].Spans.Select(static span => span.Name).ShouldBe(["step", "last", "step"]);
    }
}
