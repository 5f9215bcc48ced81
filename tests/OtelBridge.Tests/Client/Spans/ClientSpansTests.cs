using System.Diagnostics;
using OtelBridge.Attributes;
using OtelBridge.Configuration;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Tests.Client.Spans;

public sealed class ClientSpansTests : IDisposable
{
    private readonly EndedSpans _ended = new();
    private readonly MlflowClient _client = new();

    public void Dispose() => _ended.Dispose();

    [Fact]
    public void StartTrace_Everything_IsOnTheRootAndNothingIsCurrent()
    {
        var start = DateTimeOffset.UnixEpoch.AddDays(20_000);

        var root = _client.StartTrace("job", SpanType.Chain, new { a = 1 }, [new("env", "prod")], [new("team", "red")], "7", start, clientRequestId: "r-1");

        Activity.Current.ShouldBeNull();
        _client.EndTrace(root.TraceId, new { b = 2 }, [new("n", 3)], endTime: start.AddSeconds(2));
        var job = _ended["job"];
        job.Tags().ShouldBe(new Dictionary<string, object?>
        {
            [MlflowKeys.TraceRequestId] = root.TraceId,
            [MlflowKeys.SpanType] = "CHAIN",
            [MlflowKeys.SpanInputs] = """{"a":1}""",
            [MlflowKeys.SpanOutputs] = """{"b":2}""",
            ["env"] = "prod",
            ["n"] = 3,
            [MlflowKeys.TraceTagPrefix + "team"] = "red",
            [MlflowKeys.ExperimentId] = "7",
            [MlflowKeys.TraceClientRequestId] = "r-1",
        }, ignoreOrder: true);
        job.ParentSpanId.ShouldBe(default);
        job.StartTimeUtc.ShouldBe(start.UtcDateTime);
        job.Duration.ShouldBe(TimeSpan.FromSeconds(2));
        job.Status.ShouldBe(ActivityStatusCode.Ok);
    }

    [Fact]
    public void StartSpan_Nested_HasTheParentThatItsIdsName()
    {
        var root = _client.StartTrace("root");
        var outer = _client.StartSpan("outer", root.TraceId, root.SpanId);
        var inner = _client.StartSpan("inner", outer.TraceId, outer.SpanId, SpanType.Tool, inputs: 1);

        _client.EndSpan(inner.TraceId, inner.SpanId, outputs: 2, status: SpanStatus.Error);
        _client.EndSpan(outer.TraceId, outer.SpanId);
        _client.EndTrace(root.TraceId);

        _ended.Names.ShouldBe(["inner", "outer", "root"]);
        _ended["inner"].ParentSpanId.ToHexString().ShouldBe(outer.SpanId);
        _ended["outer"].ParentSpanId.ToHexString().ShouldBe(root.SpanId);
        _ended.All.Select(a => a.TraceId).Distinct().ShouldHaveSingleItem();
        _ended["inner"].Status.ShouldBe(ActivityStatusCode.Error);
        _ended["outer"].Status.ShouldBe(ActivityStatusCode.Ok);
        Activity.Current.ShouldBeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void EndTrace_SpansStillOpen_EndBeforeTheirParents(bool byDispose)
    {
        var root = _client.StartTrace("root");
        var first = _client.StartSpan("first", root.TraceId, root.SpanId);
        var second = _client.StartSpan("second", root.TraceId, root.SpanId);
        _client.StartSpan("below", root.TraceId, first.SpanId);
        _client.EndSpan(root.TraceId, second.SpanId);

        if (byDispose)
        {
            root.Dispose();
        }
        else
        {
            _client.EndTrace(root.TraceId);
        }

        _ended.Names.ShouldBe(["second", "below", "first", "root"]);
        _ended.All.ShouldAllBe(a => a.Status == ActivityStatusCode.Ok);
    }

    [Fact]
    public void EndTrace_WithError_TakesAlongWhatWasStillOpenAndNotWhatHadEnded()
    {
        var root = _client.StartTrace("root");
        var done = _client.StartSpan("done", root.TraceId, root.SpanId);
        _client.StartSpan("open", root.TraceId, root.SpanId);
        _client.EndSpan(root.TraceId, done.SpanId);

        _client.EndTrace(root.TraceId, status: SpanStatus.Error);

        _ended.All.Select(a => (a.DisplayName, a.Status)).ShouldBe(
            [("done", ActivityStatusCode.Ok), ("open", ActivityStatusCode.Error), ("root", ActivityStatusCode.Error)]);
    }

    [Fact]
    public void EndSpan_AfterARecordedException_StaysAnError()
    {
        var root = _client.StartTrace("root").RecordException(new TimeoutException("late"));

        _client.EndTrace(root.TraceId);

        _ended["root"].Status.ShouldBe(ActivityStatusCode.Error);
        _ended["root"].StatusDescription.ShouldBe("TimeoutException: late");
    }

    [Fact]
    public void StartSpan_MissingIds_SaysWhatToDo()
    {
        var root = _client.StartTrace("root");

        Code(() => _client.StartSpan("s", null!, root.SpanId)).ShouldBe(MlflowErrorCode.InvalidParameterValue);
        Code(() => _client.StartSpan("s", root.TraceId, " ")).ShouldBe(MlflowErrorCode.InvalidParameterValue);
        Code(() => _client.StartSpan("s", root.TraceId, "nonsense")).ShouldBe(MlflowErrorCode.ResourceDoesNotExist);
        Code(() => _client.StartSpan("s", root.TraceId, "0000000000000000")).ShouldBe(MlflowErrorCode.ResourceDoesNotExist);
        _client.EndTrace(root.TraceId);
    }

    [Fact]
    public void StartSpan_ParentThatHasEnded_IsBelowItAndNoRoot()
    {
        using var events = new Events();
        var root = _client.StartTrace("root");
        var parent = _client.StartSpan("parent", root.TraceId, root.SpanId);
        _client.EndSpan(root.TraceId, parent.SpanId);

        var late = _client.StartSpan("late", root.TraceId, parent.SpanId);
        _client.EndTrace(root.TraceId);

        late.TraceId.ShouldBe(root.TraceId);
        _ended["late"].ParentSpanId.ToHexString().ShouldBe(parent.SpanId);
        _ended.Names.ShouldBe(["parent", "late", "root"]);
        events.Texts("ParentNotOpen").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task StartTrace_WithAnExperiment_TakesEverySpanThere()
    {
        _ended.Dispose();
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri), (EnvironmentKeys.ExperimentId, "1"));
        var root = _client.StartTrace("root", experimentId: "7");
        var parent = _client.StartSpan("parent", root.TraceId, root.SpanId);
        _client.EndSpan(root.TraceId, parent.SpanId);

        _client.StartSpan("below an ended one", root.TraceId, parent.SpanId).Dispose();
        _client.EndTrace(root.TraceId);
        (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();

        store.Spans.Count.ShouldBe(3);
        store.Requests.Select(r => r.Headers[MlflowKeys.ExperimentHeader]).Distinct().ShouldBe(["7"]);
    }

    [Fact]
    public void StartSpan_TraceOfAnotherProcess_JoinsItAndLeavesTheBooksWhenItEnds()
    {
        const string trace = "tr-0123456789abcdef0123456789abcdef";

        var span = _client.StartSpan("here", trace, "0123456789abcdef");
        _client.EndSpan(trace, span.SpanId, outputs: 1);

        span.TraceId.ShouldBe(trace);
        _ended["here"].ParentSpanId.ToHexString().ShouldBe("0123456789abcdef");
        _ended["here"].GetTagItem(MlflowKeys.SpanOutputs).ShouldBe("1");
    }

    [Fact]
    public void StartSpan_BelowAFluentSpan_IsItsChild()
    {
        using (var outer = Mlflow.StartSpan("fluent"))
        {
            using var inner = Mlflow.StartSpan("inner");
            var child = _client.StartSpan("client", outer.TraceId, outer.SpanId);
            Activity.Current.ShouldBe(inner.Activity);
            _client.EndSpan(outer.TraceId, child.SpanId);
            child.Activity!.Parent.ShouldBe(outer.Activity);
        }

        _ended.Names.ShouldBe(["client", "inner", "fluent"]);
    }

    [Fact]
    public void StartTrace_InsideAFluentSpan_IsATraceOfItsOwn()
    {
        using var fluent = Mlflow.StartSpan("fluent");

        var root = _client.StartTrace("client");
        _client.EndTrace(root.TraceId);

        root.TraceId.ShouldNotBe(fluent.TraceId);
        _ended["client"].ParentSpanId.ShouldBe(default);
        Activity.Current.ShouldBe(fluent.Activity);
    }

    [Fact]
    public void StartSpan_FluentWhileAClientTraceIsOpen_IsATraceOfItsOwnAndSaysSo()
    {
        using var events = new Events();
        var root = _client.StartTrace("client");

        using (var fluent = Mlflow.StartSpan("fluent"))
        {
            fluent.TraceId.ShouldNotBe(root.TraceId);
            using var child = Mlflow.StartSpan("child");
        }

        events.Texts("TraceBesideClients").ShouldHaveSingleItem();
        _client.EndTrace(root.TraceId);
        Mlflow.StartSpan("alone").Dispose();
        events.Texts("TraceBesideClients").ShouldHaveSingleItem();
    }

    [Fact]
    public void EndCalls_UnknownOrMissingIds_ChangeNothingAndSaySo()
    {
        using var events = new Events();
        var root = _client.StartTrace("root");

        _client.EndSpan(root.TraceId, "0123456789abcdef");
        _client.EndSpan("tr-0123456789abcdef0123456789abcdef", root.SpanId);
        _client.EndTrace("order-8");
        _client.EndTrace(null!);
        _client.EndSpan(null!, null!);

        root.Activity!.IsStopped.ShouldBeFalse();
        events.Texts("SpanEndIgnored").Count().ShouldBe(3);
        _client.EndTrace(root.TraceId);
    }

    [Fact]
    public void EndCalls_Twice_EndOnce()
    {
        var root = _client.StartTrace("root");
        var child = _client.StartSpan("child", root.TraceId, root.SpanId);

        _client.EndSpan(root.TraceId, child.SpanId, outputs: 1);
        _client.EndSpan(root.TraceId, child.SpanId, outputs: 2);
        _client.EndTrace(root.TraceId, outputs: 3);
        _client.EndTrace(root.TraceId, outputs: 4);
        root.Dispose();

        _ended.Names.ShouldBe(["child", "root"]);
        _ended["child"].GetTagItem(MlflowKeys.SpanOutputs).ShouldBe("1");
        _ended["root"].GetTagItem(MlflowKeys.SpanOutputs).ShouldBe("3");
    }

    [Fact]
    public void EndSpan_ByAnotherClient_EndsIt()
    {
        var root = _client.StartTrace("root");

        new MlflowClient().EndSpan(root.TraceId.ToUpperInvariant().Replace("TR-", ""), root.SpanId.ToUpperInvariant());

        _ended.Names.ShouldBe(["root"]);
    }

    [Fact]
    public void StartTrace_NobodyListens_EveryCallDoesNothing()
    {
        _ended.Dispose();

        var root = _client.StartTrace("root", traceId: "order-1");
        var child = _client.StartSpan("child", root.TraceId, root.SpanId);
        _client.EndSpan(root.TraceId, child.SpanId);
        _client.EndTrace(root.TraceId);

        child.ShouldBeSameAs(root);
        root.IsRecording.ShouldBeFalse();
    }

    private static string Code(Action call) => Should.Throw<MlflowException>(call).ErrorCode;
}
