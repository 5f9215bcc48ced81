using OtelBridge.Store.Model;
using OtelBridge.Store.Translation;

namespace OtelBridge.Store.Storage.Search;

/// <summary>Looks for a span for which everything that a query asks holds.</summary>
internal sealed class SpanMatchCheck(ServiceTraceQuery query) : IContentCheck
{
    private readonly SpanAttributeCheck[] _attributes = [.. query.Attributes.Select(match => new SpanAttributeCheck(match))];

    public bool Holds(IReadOnlyList<ReceivedSpan> spans) => spans.Any(Holds);

    private bool Holds(ReceivedSpan received)
    {
        var row = SpanTranslator.Translate(received.Span, string.Empty, ResourceReading.Of(received.Resource).ServiceName).Row;
        return (query.ServiceName is null || query.ServiceName == (row.ServiceName ?? string.Empty))
            && (query.SpanName is null || query.SpanName == row.Name)
            && HasDuration(row)
            && _attributes.All(check => check.Holds(received));
    }

    private bool HasDuration(SpanRow row) => (query.MinDurationNano is null && query.MaxDurationNano is null)
        || (row.EndUnixNano - row.StartUnixNano is { } duration && duration >= (query.MinDurationNano ?? 0) && duration <= (query.MaxDurationNano ?? long.MaxValue));
}
