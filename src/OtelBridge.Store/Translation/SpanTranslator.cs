using System.Buffers.Binary;
using Google.Protobuf;
using OtelBridge.Dialects;
using OtelBridge.Identifiers;
using OtelBridge.Otlp;
using OtelBridge.Pricing;
using OtelBridge.Store.Model;

namespace OtelBridge.Store.Translation;

/// <summary>Reads a span's attributes into the store's terms. The span itself is kept as it came.</summary>
internal static class SpanTranslator
{
    // Column widths. The payload keeps the whole text.
    private const int MaxNameLength = 1024;
    private const int MaxTypeLength = 500;
    private const int MaxTraceIdLength = 50;
    private const int MaxModelLength = 250;

    /// <summary>Translates a span.</summary>
    /// <param name="span">The span.</param>
    /// <param name="ownTraceId">MLflow's text of its OTLP trace id.</param>
    /// <param name="serviceName">Name of the service whose span it is, of at most 250 characters.</param>
    /// <param name="prices">By which its tokens are priced where it does not say what it cost; null: they are not.</param>
    public static TranslatedSpan Translate(Span span, string ownTraceId, string? serviceName = null, PriceTable? prices = null)
    {
        var reading = SpanReading.Of(span);
        var (model, tokens) = (reading.Model, reading.TokenUsage);
        var cost = reading.Cost ?? SpanPricing.Of(reading, model, tokens, prices);
        return Translate(span, reading, ownTraceId, serviceName, (model, tokens, cost));
    }

    /// <summary>Translates a span of another store, where it is known what it cost; prices may have changed since.</summary>
    public static TranslatedSpan TranslateStored(Span span, string ownTraceId, string? serviceName, SpanCost? cost)
    {
        var reading = SpanReading.Of(span);
        return Translate(span, reading, ownTraceId, serviceName, (reading.Model, reading.TokenUsage, cost));
    }

    private static TranslatedSpan Translate(
        Span span, SpanReading reading, string ownTraceId, string? serviceName, (string? Model, SpanTokenUsage? Tokens, SpanCost? Cost) usage)
    {
        var traceId = NormaliseTraceId(reading.TraceIdBeside(ownTraceId)) ?? ownTraceId;
        return new TranslatedSpan(ToRow(span, reading, serviceName, traceId == ownTraceId ? null : Hex.Write(span.TraceId.Span), usage), traceId, reading.Experiment);
    }

    private static SpanRow ToRow(
        Span span, SpanReading reading, string? serviceName, string? otlpTraceId, (string? Model, SpanTokenUsage? Tokens, SpanCost? Cost) usage)
    {
        var start = (long)span.StartTimeUnixNano;
        var parent = ReadId(span.ParentSpanId);
        return new SpanRow
        {
            SpanId = ReadId(span.SpanId) ?? 0,
            OtlpTraceId = otlpTraceId,
            ParentSpanId = parent,
            Name = Shorten(span.Name, MaxNameLength) ?? string.Empty,
            Kind = (int)span.Kind,
            Type = Shorten(reading.SpanType, MaxTypeLength),
            Status = (int)(span.Status?.Code ?? 0),
            StartUnixNano = start,
            EndUnixNano = span.EndTimeUnixNano == 0 ? null : Math.Max(start, (long)span.EndTimeUnixNano),
            Model = Shorten(usage.Model, MaxModelLength),
            ServiceName = serviceName,
            Error = SpanError.Of(span),
            TokenUsage = usage.Tokens,
            Cost = usage.Cost,
            Root = parent is null || HasRemoteParent(span) ? RootReading.Of(span, reading) : null,
        };
    }

    // Eight zero bytes are how some emitters say "no parent".
    private static long? ReadId(ByteString id) =>
        id.Length == sizeof(long) && BinaryPrimitives.ReadInt64BigEndian(id.Span) is not 0 and var number ? number : null;

    private static bool HasRemoteParent(Span span)
    {
        const uint Known = (uint)SpanFlags.ContextHasIsRemoteMask;
        const uint Remote = (uint)SpanFlags.ContextIsRemoteMask;
        return (span.Flags & (Known | Remote)) == (Known | Remote);
    }

    // An id of MLflow's form in any spelling is one id; other text up to the width of MLflow's column is taken as it is.
    private static string? NormaliseTraceId(string? traceId) =>
        string.IsNullOrEmpty(traceId) || traceId.Length > MaxTraceIdLength ? null : TraceIdText.Normalise(traceId);

    private static string? Shorten(string? text, int length) => text is null || text.Length <= length ? text : text[..length];
}
