using FsCheck;
using FsCheck.Fluent;
using OtelBridge.Otlp;
using OtelBridge.Store.Translation;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Tests.Tracking;

public sealed class SpanTreeTests
{
    [Fact]
    public void Children_AreOrderedByStart_AndOrphansComeLast()
    {
        var tops = Build(
            OtlpSamples.Span(1, 9, parent: 99, name: "orphan"),
            OtlpSamples.Span(1, 3, parent: 1, name: "second", offsetMs: 20),
            OtlpSamples.Span(1, 2, parent: 1, name: "first", offsetMs: 10),
            OtlpSamples.Span(1, 1, name: "root", offsetMs: 5));

        tops.Select(static top => (top.Span.Name, top.IsOrphan)).ShouldBe([("root", false), ("orphan", true)]);
        tops[0].Children.Select(static child => child.Span.Name).ShouldBe(["first", "second"]);
    }

    [Fact]
    public void ParentOfZeros_IsNone()
    {
        var span = OtlpSamples.Span(1, 1);
        span.ParentSpanId = Google.Protobuf.ByteString.CopyFrom(new byte[8]);

        Build(span).ShouldHaveSingleItem().IsOrphan.ShouldBeFalse();
    }

    [Fact]
    public void WhateverTheParentsSay_EverySpanAppearsOnce()
    {
        // Parents from 0 (a root) to 12, of which 10 exist: roots, orphans, circles and spans that are their own parent.
        var parents = Gen.Choose(0, 12).ArrayOf(10);

        Prop.ForAll(parents.ToArbitrary(), static chosen =>
        {
            var spans = chosen.Select((parent, index) => OtlpSamples.Span(1, index + 1, parent == 0 ? null : parent, offsetMs: index));

            var tops = Build([.. spans]);

            var found = tops.SelectMany(Flatten).Select(static node => node.Span.SpanId).ToList();
            found.Count.ShouldBe(10);
            found.Distinct().Count().ShouldBe(10);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Chain_OfThirtyThousandSpans_IsBuilt()
    {
        var spans = Enumerable.Range(1, 30_000).Select(static number => OtlpSamples.Span(1, number, number == 1 ? null : number - 1));

        var tops = Build([.. spans]);

        tops.Count.ShouldBe(1);
        var depth = 0;
        for (var node = tops[0]; node is not null; node = node.Children.SingleOrDefault())
        {
            depth++;
        }

        depth.ShouldBe(30_000);
    }

    private static IReadOnlyList<SpanNode> Build(params Span[] spans) => SpanTree.Build(new Trace { ResourceSpans = { OtlpSamples.Request(spans).ResourceSpans } });

    private static IEnumerable<SpanNode> Flatten(SpanNode node) => node.Children.SelectMany(Flatten).Prepend(node);
}
