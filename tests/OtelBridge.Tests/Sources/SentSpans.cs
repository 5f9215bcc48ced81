using System.Globalization;
using OtelBridge.Configuration;
using OtelBridge.Otlp;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Tests.Sources;

/// <summary>The spans of a body as a tracking store gets them over the wire.</summary>
internal sealed class SentSpans
{
    private readonly IReadOnlyList<Span> _spans;

    private SentSpans(IReadOnlyList<Span> spans) => _spans = spans;

    public IEnumerable<Span> All => _spans;

    /// <summary>Names of the spans, each below its parent's by two blanks, in the order of their starts.</summary>
    public string Tree => string.Join('\n', Lines(_spans.Where(span => _spans.All(other => other.SpanId != span.ParentSpanId)), string.Empty));

    public Span this[string name] => _spans.Single(span => span.Name == name);

    public static async Task<SentSpans> OfAsync(Action body, params (string Key, string Value)[] settings)
    {
        await using var collector = await FakeCollector.StartAsync();
        using var tracing = Traced.To([(EnvironmentKeys.TrackingUri, collector.TrackingUri), .. settings]);
        body();
        (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();
        return new SentSpans(collector.Spans);
    }

    public static string? Text(Span span, string key) => span.Attributes.SingleOrDefault(attribute => attribute.Key == key)?.Value switch
    {
        null => null,
        { ValueCase: AnyValue.ValueOneofCase.IntValue } number => number.IntValue.ToString(CultureInfo.InvariantCulture),
        var value => value.StringValue,
    };

    public string? Text(string name, string key) => Text(this[name], key);

    /// <summary>Whether every span is a root or has a parent that was sent.</summary>
    public void ShouldHaveNoOrphans() =>
        _spans.Where(span => span.ParentSpanId.Length > 0 && _spans.All(other => other.SpanId != span.ParentSpanId)).Select(span => span.Name).ShouldBeEmpty();

    private IEnumerable<string> Lines(IEnumerable<Span> spans, string indent) => spans
        .OrderBy(span => span.StartTimeUnixNano)
        .SelectMany(span => Lines(_spans.Where(child => child.ParentSpanId == span.SpanId), indent + "  ").Prepend(indent + span.Name));
}
