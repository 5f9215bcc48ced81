using System.Diagnostics;
using OtelBridge.Attributes;
using OtelBridge.Export.Forms;

namespace OtelBridge.Export.Dialects;

/// <summary>What trace viewers draw by: who is called, and what failed.</summary>
/// <remarks>Jaeger marks red what has status error; Zipkin draws its graph of services by the peer of a client span, and takes any <c>error</c> for a failure.</remarks>
internal static class ViewerMarks
{
    private const string NoType = "_OTHER";

    public static void Write(SpanDraft draft, SpanContent? content)
    {
        if (draft.Kind == ActivityKind.Internal && content is not null && CallsSomebody(draft, content.Type))
        {
            draft.Kind = ActivityKind.Client;
        }

        // An agent or a tool of this program has a provider too, but nobody is called.
        if (draft.Kind == ActivityKind.Client)
        {
            GenAiTongue.Default(draft, OTelKeys.PeerService, draft.Get(GenAiKeys.ProviderName) as string ?? content?.Provider ?? draft.Get(OTelKeys.ServerAddress) ?? ModelOf(draft, content));
        }

        if (draft.Status == ActivityStatusCode.Error && content is not null)
        {
            WriteError(draft);
        }
    }

    /// <summary>Removes what says that nothing failed.</summary>
    public static void RemoveNoError(SpanDraft draft) =>
        draft.Attributes.RemoveAll(static tag => tag.Key == OTelKeys.Error && tag.Value is false or "false" or "False");

    // Where the program says nothing of who is called, the model is who: a graph of services without it would show a program that calls nobody.
    private static string? ModelOf(SpanDraft draft, SpanContent? content) => content is null ? null : content.RequestModel ?? content.ResponseModel;

    private static bool CallsSomebody(SpanDraft draft, string? type) => type switch
    {
        SpanType.Llm or SpanType.ChatModel or SpanType.Embedding => true,
        SpanType.Retriever or SpanType.Reranker => draft.Get(OTelKeys.ServerAddress) is not null || draft.Get(OTelKeys.PeerService) is not null,
        _ => false,
    };

    private static void WriteError(SpanDraft draft)
    {
        var (type, message) = LastException(draft);
        draft.SetDefault(OTelKeys.ErrorType, string.IsNullOrEmpty(type) ? NoType : type);
        if (string.IsNullOrEmpty(draft.StatusDescription))
        {
            draft.StatusDescription = message;
        }
    }

    private static (string? Type, string? Message) LastException(SpanDraft draft)
    {
        (string?, string?) found = default;
        foreach (var item in draft.Events ?? draft.Span.Events)
        {
            if (item.Name == OTelKeys.ExceptionEvent)
            {
                found = (Tag(item, OTelKeys.ExceptionType), Tag(item, OTelKeys.ExceptionMessage));
            }
        }

        return found;
    }

    private static string? Tag(ActivityEvent item, string key)
    {
        foreach (ref readonly var tag in item.EnumerateTagObjects())
        {
            if (tag.Key == key)
            {
                return tag.Value as string;
            }
        }

        return null;
    }
}
