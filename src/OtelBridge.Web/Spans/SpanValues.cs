using System.Globalization;
using System.Text;
using OtelBridge.Chat;
using OtelBridge.Otlp;
using OtelBridge.Store.Translation;
using OtelBridge.Store.Translation.Chat;
using OtelBridge.Tracking.V1;
using OtelBridge.Web.Content;

namespace OtelBridge.Web.Spans;

/// <summary>Finds what a <see cref="ContentSource"/> names in a span that was read alone.</summary>
internal static class SpanValues
{
    public const string Otlp = "otlp";
    public const string Attribute = "attribute";
    public const string Resource = "resource";
    public const string Event = "event";

    private const string ChatPart = "chat";

    /// <summary>Finds a value; null when the span does not have it.</summary>
    public static SpanValue? Find(Trace found, string name)
    {
        var view = SpanView.Of(found)[0]; // read alone
        var parts = name.Split(':', 3);
        return parts switch
        {
            [ContentSource.Inputs] => Json(view.Inputs is { } inputs ? FoldedJson.Unfold(inputs) : null),
            [ContentSource.Outputs] => Json(view.Outputs is { } outputs ? FoldedJson.Unfold(outputs) : null),
            [Otlp] => Json(OtlpJson(found)),
            [Attribute, ..] => Of(view.Span.Attributes, name[(Attribute.Length + 1)..]),
            [Resource, ..] => Of(found.ResourceSpans[0].Resource?.Attributes ?? [], name[(Resource.Length + 1)..]),
            [Event, var number, var key] when Number(number) is { } index && index < view.Span.Events.Count => Of(view.Span.Events[index].Attributes, key),
            [ChatPart, var message, var part] when Number(message) is { } index && Number(part) is { } partIndex => OfChat(view.Span, index, partIndex),
            _ => null,
        };
    }

    /// <summary>The span that was read alone.</summary>
    public static Span SpanOf(Trace found) => found.ResourceSpans[0].ScopeSpans[0].Spans[0];

    /// <summary>A value of an attribute as text: texts as they are, anything else as JSON.</summary>
    public static SpanValue Of(AnyValue? value) => value switch
    {
        null => new SpanValue("null", IsJson: true),
        { ValueCase: AnyValue.ValueOneofCase.StringValue } => new SpanValue(value.StringValue, LooksLikeStructure(value.StringValue)),
        _ => new SpanValue(AnyValueJson.Write(value), IsJson: true),
    };

    /// <summary>The span as it was received, as OTLP/JSON.</summary>
    public static string OtlpJson(Trace found) =>
        Encoding.UTF8.GetString(OtlpJsonWriter.WriteRequest(new ExportTraceServiceRequest { ResourceSpans = { found.ResourceSpans } }).Span);

    private static SpanValue? Of(IEnumerable<KeyValue> attributes, string key) => attributes.FirstOrDefault(attribute => attribute.Key == key) is { } found ? Of(found.Value) : null;

    private static SpanValue? OfChat(Span span, int message, int part) =>
        ChatMessages.Read(span)?.Messages.ElementAtOrDefault(message)?.Parts.ElementAtOrDefault(part) is { } found
            ? found.Kind == ChatPartKind.Media ? new SpanValue(found.Uri ?? found.Text ?? "", IsJson: false) : new SpanValue(found.Text ?? "", LooksLikeStructure(found.Text ?? ""))
            : null;

    private static SpanValue? Json(string? json) => json is null ? null : new SpanValue(json, IsJson: true);

    private static bool LooksLikeStructure(string text) => text.AsSpan().TrimStart() is ['{' or '[', ..];

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
