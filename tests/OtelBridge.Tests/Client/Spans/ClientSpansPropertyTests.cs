using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using OtelBridge.Client.Spans;
using OtelBridge.TestSupport;

namespace OtelBridge.Tests.Client.Spans;

/// <summary>Any calls in any order: every span ends once, below the parent that was named, and nothing stays behind.</summary>
public sealed class ClientSpansPropertyTests : IDisposable
{
    // What to do, and with which of the spans made so far.
    private static readonly Gen<(int Call, int Pick)[]> Calls = Gen.Zip(Gen.Choose(0, 5), Gen.Choose(0, 1000)).ArrayOf();

    private readonly EndedSpans _ended = new();
    private readonly MlflowClient _client = new();

    public void Dispose()
    {
        _client.Dispose();
        _ended.Dispose();
    }

    [Fact]
    public void Calls_InAnyOrder_EndEverySpanOnceBelowItsParent() => Prop.ForAll(Calls.ToArbitrary(), calls =>
    {
        var before = _ended.All.Count;
        var made = new List<(MlflowSpan Span, MlflowSpan? Parent)>();
        foreach (var (call, pick) in calls)
        {
            Make(call, made, made.Count == 0 ? null : made[pick % made.Count].Span);
        }

        made.ForEach(m => _client.EndTrace(m.Span.TraceId));

        var ended = _ended.All.Skip(before).ToList();
        ended.Select(static a => a.SpanId.ToHexString()).ShouldBe(made.Select(static m => m.Span.SpanId), ignoreOrder: true);
        foreach (var (span, parent) in made)
        {
            var activity = ended.Single(a => a.SpanId.ToHexString() == span.SpanId);
            activity.ParentSpanId.ShouldBe(parent?.Activity?.SpanId ?? default);
            (parent is null || parent.TraceId == span.TraceId).ShouldBeTrue();
            activity.Status.ShouldBe(ActivityStatusCode.Ok);
        }

        Activity.Current.ShouldBeNull();
        OpenTraces.Process.HasTraces.ShouldBeFalse();
    }).ShouldHold(300);

    private void Make(int call, List<(MlflowSpan Span, MlflowSpan? Parent)> made, MlflowSpan? picked)
    {
        switch (call)
        {
            case 0:
            case 1 or 2 when picked is null:
                made.Add((_client.StartTrace("root"), null));
                break;
            case 1 or 2:
                // The parent may have ended, and its trace as well.
                made.Add((_client.StartSpan("child", picked!.TraceId, picked.SpanId), picked));
                break;
            case 3 when picked is not null:
                _client.EndSpan(picked.TraceId, picked.SpanId);
                break;
            case 4 when picked is not null:
                _client.EndTrace(picked.TraceId);
                break;
            case 5:
                picked?.Dispose();
                break;
        }
    }
}
