using OtelBridge.Store.Translation;
using OtelBridge.Store.Translation.Chat;
using OtelBridge.Web.Content;

namespace OtelBridge.Web.Spans;

/// <summary>Inputs and outputs of a span: as one chat where they are one, or each by itself.</summary>
public sealed class SpanContentModel
{
    private SpanContentModel(ContentViewKind view, bool hasChat)
    {
        View = view;
        HasChat = hasChat;
    }

    /// <summary>Gets how they are shown.</summary>
    public ContentViewKind View { get; }

    public bool HasChat { get; }

    /// <summary>Gets the chat; null where each is shown by itself. What is no chat of the two stands beside it.</summary>
    public ChatModel? Chat { get; private init; }

    public ContentModel? Inputs { get; private init; }

    public ContentModel? Outputs { get; private init; }

    /// <summary>Gets the ways that may be chosen.</summary>
    public IReadOnlyList<(ContentViewKind View, string Title)> Views => HasChat
        ? [(ContentViewKind.Chat, "Chat"), (ContentViewKind.Text, "Text"), (ContentViewKind.Json, "JSON"), (ContentViewKind.Raw, "Raw")]
        : [(ContentViewKind.Best, "Formatted"), (ContentViewKind.Text, "Text"), (ContentViewKind.Json, "JSON"), (ContentViewKind.Raw, "Raw")];

    public static SpanContentModel Of(SpanView span, SpanAddress address)
    {
        ArgumentNullException.ThrowIfNull(span);
        ArgumentNullException.ThrowIfNull(address);
        var chat = ChatMessages.Read(span.Span);
        var view = (address.View, chat) switch
        {
            (ContentViewKind.Best, not null) => ContentViewKind.Chat,
            (ContentViewKind.Chat, null) => ContentViewKind.Best,
            var (asked, _) => asked,
        };
        var isChat = chat is not null && (view is ContentViewKind.Chat or ContentViewKind.Text);
        return new SpanContentModel(view, chat is not null)
        {
            Chat = isChat ? ChatModel.Of(chat!) : null,
            Inputs = isChat && chat!.Request.Count > 0 ? null : Value(span.Inputs, ContentSource.Inputs, address, view),
            Outputs = isChat && chat!.Response.Count > 0 ? null : Value(span.Outputs, ContentSource.Outputs, address, view),
        };
    }

    private static ContentModel? Value(string? json, string name, SpanAddress address, ContentViewKind view) =>
        json is null ? null : ContentModel.Of(FoldedJson.Unfold(json), new ContentSource(address.TraceId, address.SpanId, name), view);
}
