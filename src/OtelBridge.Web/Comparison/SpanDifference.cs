using Google.Protobuf.Collections;
using OtelBridge.Attributes;
using OtelBridge.Chat;
using OtelBridge.Dialects;
using OtelBridge.Otlp;
using OtelBridge.Store.Translation;
using OtelBridge.Store.Translation.Chat;

namespace OtelBridge.Web.Comparison;

/// <summary>What differs inside two spans.</summary>
/// <param name="Sections">What they worked on, and what came out.</param>
/// <param name="Attributes">Their attributes by key, and how they ended.</param>
public sealed record SpanDifference(IReadOnlyList<DifferenceSection> Sections, IReadOnlyList<AttributeDifference> Attributes)
{
    private const int MaxAttributes = 300;
    private const int MaxValue = 1_000;

    // Shown as sections, or different by nature.
    private static readonly string[] LeftOut = [MlflowKeys.SpanInputs, MlflowKeys.SpanOutputs, MlflowKeys.TraceRequestId];

    internal static SpanDifference Of(Span? left, Span? right)
    {
        var budget = new DifferenceBudget();
        var (leftChat, rightChat) = (left is null ? null : ChatMessages.Read(left), right is null ? null : ChatMessages.Read(right));
        var (leftView, rightView) = (View(left), View(right));
        return new SpanDifference(
            [
                Section("Messages sent", "Inputs", leftChat?.Request, rightChat?.Request, leftView?.Inputs, rightView?.Inputs, budget),
                Section("Answer", "Outputs", leftChat?.Response, rightChat?.Response, leftView?.Outputs, rightView?.Outputs, budget),
            ],
            AttributesOf(left, right));
    }

    // As messages where every side that says anything says it in messages.
    private static DifferenceSection Section(
        string chatTitle, string title, IReadOnlyList<ChatMessage>? leftChat, IReadOnlyList<ChatMessage>? rightChat, string? left, string? right, DifferenceBudget budget) =>
        (leftChat is { Count: > 0 } || left is null) && (rightChat is { Count: > 0 } || right is null) && (left ?? right) is not null
            ? Chat(chatTitle, leftChat, rightChat, budget)
            : Text(title, left, right, budget);

    private static SpanView? View(Span? span) => span is null ? null : SpanView.Of(span, "");

    private static DifferenceSection Chat(string title, IReadOnlyList<ChatMessage>? left, IReadOnlyList<ChatMessage>? right, DifferenceBudget budget) => new(
        title, ChatDifference.Of(left ?? [], right ?? [], budget), null, Math.Max(0, Math.Max(left?.Count ?? 0, right?.Count ?? 0) - ChatDifference.MaxMessages));

    private static DifferenceSection Text(string title, string? left, string? right, DifferenceBudget budget) => new(
        title, [], left is null && right is null ? null : TextDifference.Of(ReadableText.Of(left), ReadableText.Of(right), budget));

    private static List<AttributeDifference> AttributesOf(Span? left, Span? right)
    {
        var (lefts, rights) = (Values(left), Values(right));
        return [.. lefts.Keys.Union(rights.Keys).Except(LeftOut)
            .Select(key => Attribute(key, lefts.GetValueOrDefault(key), rights.GetValueOrDefault(key)))
            .OrderBy(static attribute => attribute.IsSame).ThenBy(static attribute => attribute.Key, StringComparer.Ordinal)
            .Take(MaxAttributes)];
    }

    private static AttributeDifference Attribute(string key, string? left, string? right) => new(key, Cut(left), Cut(right), left == right);

    private static Dictionary<string, string> Values(Span? span)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal); // bounded by the attributes of the span
        foreach (var attribute in span?.Attributes ?? new RepeatedField<KeyValue>())
        {
            values[attribute.Key] = attribute.Value is { } value ? AttributeText.Plain(value) ?? "" : "";
        }

        if (span?.Status is { } status)
        {
            values["(status)"] = status.Message.Length > 0 ? $"{status.Code}: {status.Message}" : $"{status.Code}";
        }

        return values;
    }

    private static string? Cut(string? text) => text is null or { Length: <= MaxValue } ? text : $"{text[..MaxValue]}… ({text.Length} characters)";
}
