using OtelBridge.Attributes;

namespace OtelBridge.Tests.Client.Spans;

public sealed class OwnTraceIdTests : IDisposable
{
    private readonly EndedSpans _tracing = new();
    private readonly MlflowClient _client = new();

    public void Dispose() => _tracing.Dispose();

    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef")]
    [InlineData("tr-0123456789abcdef0123456789abcdef")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF")]
    public void StartTrace_W3CId_IsUsedAsItIs(string id)
    {
        using var root = _client.StartTrace("root", traceId: id);

        root.TraceId.ShouldBe("tr-0123456789abcdef0123456789abcdef");
        root.Activity!.ParentSpanId.ShouldBe(default);
        root.Activity.Tags().ShouldNotContainKey(MlflowKeys.TraceClientRequestId);
    }

    // The ids are the first 32 digits of: printf TEXT | sha256sum
    [Theory]
    [InlineData("order-17", "tr-72a90ea3da8b5dd01bde2f27314e02e2")]
    [InlineData("00000000000000000000000000000000", "tr-84e0c0eafaa95a34c293f278ac52e45c")]
    [InlineData("Bestellung№17", "tr-ad463a9d679f9a18180bdb1bfc833b66")]
    public void StartTrace_OwnText_DerivesTheIdAndKeepsTheText(string text, string id)
    {
        using var root = _client.StartTrace("root", traceId: text);

        root.TraceId.ShouldBe(id);
        root.Activity!.GetTagItem(MlflowKeys.TraceClientRequestId).ShouldBe(text);
    }

    [Fact]
    public void Members_OwnText_LeadToTheTrace()
    {
        var root = _client.StartTrace("root", traceId: "order-17");
        var child = _client.StartSpan("child", "order-17", root.SpanId);

        _client.EndSpan("order-17", child.SpanId);
        _client.EndTrace("order-17");

        child.TraceId.ShouldBe(root.TraceId);
        child.Activity!.IsStopped.ShouldBeTrue();
        root.Activity!.IsStopped.ShouldBeTrue();
    }

    [Theory]
    [InlineData("x", 50)]
    [InlineData("😀", 49)]
    public void StartTrace_TextLongerThanAClientRequestId_IsCutAndKeptWhole(string next, int kept)
    {
        var text = new string('x', 49) + next + "xxx";

        using var root = _client.StartTrace("root", traceId: text);

        root.Activity!.GetTagItem(MlflowKeys.TraceClientRequestId).ShouldBe(text[..kept]);
        root.Activity.GetTagItem(MlflowKeys.TraceMetadataPrefix + MlflowKeys.TraceClientRequestIdWhole).ShouldBe(text);
    }

    [Fact]
    public void StartTrace_IdIsOpenAlready_TheSecondGetsAnotherAndBothCarryTheText()
    {
        using var events = new Events();
        using var first = _client.StartTrace("first", traceId: "order-17");

        using var second = _client.StartTrace("second", traceId: "order-17");

        second.TraceId.ShouldNotBe(first.TraceId);
        second.Activity!.GetTagItem(MlflowKeys.TraceClientRequestId).ShouldBe("order-17");
        events.Texts("TraceIdTaken").ShouldBe(["order-17"]);
    }

    [Fact]
    public void StartTrace_IdWhoseTraceHasEnded_LeadsThereAgain()
    {
        var first = _client.StartTrace("first", traceId: "order-17");
        first.Dispose();

        using var second = _client.StartTrace("second", traceId: "order-17");

        second.TraceId.ShouldBe(first.TraceId);
        second.SpanId.ShouldNotBe(first.SpanId);
    }

    [Theory]
    [InlineData("0", false)]
    [InlineData("1", true)]
    public void StartTrace_OwnIdWithSampling_IsSampledAsAnyRoot(string ratio, bool recorded)
    {
        _tracing.Dispose();
        using var tracing = new EndedSpans(("MLFLOW_TRACE_SAMPLING_RATIO", ratio));

        using var root = _client.StartTrace("root", traceId: "order-17");

        root.IsRecording.ShouldBe(recorded);
    }
}
