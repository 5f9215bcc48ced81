using OtelBridge.Identifiers;
using OtelBridge.Masking;
using OtelBridge.Otlp;
using OtelBridge.Store.Model;
using OtelBridge.Store.Translation;

namespace OtelBridge.Store.Masking;

/// <summary>Masks what is about to be written: the spans, and with them all that is read from them.</summary>
internal static class BatchMasking
{
    // More than any rule that does not go back in a text takes, on a machine that has no time.
    private const int BytesPerSecond = 256 * 1024;

    /// <summary>The batch as it may be stored: itself, when no rule changes it.</summary>
    public static TraceBatch Mask(FieldMask mask, TraceBatch batch)
    {
        if (mask.IsEmpty)
        {
            return batch;
        }

        var payload = new TracesData();
        var masking = new SpanMasking(mask, batch.TraceId, Budget(batch.Payload));
        List<SpanRow>? rows = null;
        var (ordinal, isChanged) = (0, false);
        foreach (var resource in batch.Payload.ResourceSpans)
        {
            var shownResource = masking.Mask(resource.Resource);
            var hasOther = !ReferenceEquals(shownResource, resource.Resource);
            var service = hasOther ? ResourceReading.Of(shownResource).ServiceName : null;
            var target = new ResourceSpans { Resource = shownResource, SchemaUrl = resource.SchemaUrl };
            payload.ResourceSpans.Add(target);
            isChanged |= hasOther;
            foreach (var scope in resource.ScopeSpans)
            {
                var shownScope = masking.Mask(scope.Scope);
                isChanged |= !ReferenceEquals(shownScope, scope.Scope);
                var targetScope = new ScopeSpans { Scope = shownScope, SchemaUrl = scope.SchemaUrl };
                target.ScopeSpans.Add(targetScope);
                foreach (var span in scope.Spans)
                {
                    var shown = masking.Mask(span);
                    targetScope.Spans.Add(shown);
                    if (hasOther || !ReferenceEquals(shown, span))
                    {
                        isChanged = true;
                        rows ??= [.. batch.Spans];
                        rows[ordinal] = Row(shown, batch.Spans[ordinal], hasOther ? service : batch.Spans[ordinal].ServiceName);
                    }

                    ordinal++;
                }
            }
        }

        return isChanged
            ? new TraceBatch
            {
                TraceId = batch.TraceId,
                ExperimentId = batch.ExperimentId,
                ExperimentIsExplicit = batch.ExperimentIsExplicit,
                Spans = rows ?? batch.Spans,
                Payload = payload,
            }
            : batch;
    }

    public static MaskBudget Budget(Google.Protobuf.IMessage message) => new(MaskBudget.SpanTime + TimeSpan.FromSeconds((double)message.CalculateSize() / BytesPerSecond));

    // What it cost was reckoned from what it said.
    private static SpanRow Row(Span span, SpanRow before, string? service) =>
        SpanTranslator.TranslateStored(span, TraceIdText.FromBytes(span.TraceId.Span), service, before.Cost).Row;
}
