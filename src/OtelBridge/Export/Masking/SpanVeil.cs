using System.Diagnostics;
using System.Runtime.InteropServices;
using OtelBridge.Attributes;
using OtelBridge.Export.Forms;
using OtelBridge.Masking;

namespace OtelBridge.Export.Masking;

/// <summary>Hides every value of a span. Ids, times, keys, the type and whether it failed stay.</summary>
internal sealed class SpanVeil : ISpanChange
{
    private const string Text = MaskEffect.DefaultReplacement;

    private static readonly HashSet<object> SpanTypes =
    [
        SpanType.Llm, SpanType.Chain, SpanType.Agent, SpanType.Tool, SpanType.ChatModel, SpanType.Retriever, SpanType.Parser, SpanType.Embedding, SpanType.Reranker,
        SpanType.Memory, SpanType.Unknown, SpanType.Workflow, SpanType.Task, SpanType.Guardrail, SpanType.Evaluator,
    ];

    public void Apply(SpanDraft draft)
    {
        draft.Name = Text;
        draft.StatusDescription = draft.StatusDescription is null ? null : Text;
        foreach (ref var attribute in CollectionsMarshal.AsSpan(draft.Attributes))
        {
            if (attribute is { Key: not null, Value: { } value } && !SpanIdentity.IsPart(draft.Span, attribute.Key, value))
            {
                attribute = new(attribute.Key, attribute.Key == MlflowKeys.SpanType && SpanTypes.Contains(value) ? value : Veiled(attribute.Key));
            }
        }

        if (draft.Events is not null || draft.Span.EnumerateEvents().MoveNext())
        {
            foreach (ref var @event in CollectionsMarshal.AsSpan(draft.EditEvents()))
            {
                @event = new ActivityEvent(Text, @event.Timestamp);
            }
        }

        if (draft.Links is not null || draft.Span.EnumerateLinks().MoveNext())
        {
            foreach (ref var link in CollectionsMarshal.AsSpan(draft.EditLinks()))
            {
                link = new ActivityLink(link.Context);
            }
        }
    }

    private static string Veiled(string key) => key is MlflowKeys.SpanInputs or MlflowKeys.SpanOutputs ? JsonString.Of(Text) : Text;
}
