using System.Text.Json;
using OtelBridge.Chat;
using OtelBridge.Identifiers;
using OtelBridge.Otlp;
using OtelBridge.Store.Translation;
using OtelBridge.Store.Translation.Chat;
using OtelBridge.Tracking.V1;
using OtelBridge.Web.Content;

namespace OtelBridge.Web.Sessions;

/// <summary>Reads a turn of a conversation out of a trace.</summary>
internal static class TurnContent
{
    private const string User = "user";
    private const string Assistant = "assistant";
    private const int MaxTools = 20;
    private const int MaxFailure = 500;
    private const int MaxWrapped = 1_000_000; // larger JSON is shown as it is

    /// <summary>Gives a turn what the spans of its trace say.</summary>
    public static SessionTurn Read(SessionTurn turn, Trace trace)
    {
        var views = SpanView.Of(trace);
        if (views.Count == 0)
        {
            return FromPreviews(turn, "");
        }

        var root = views[0];
        var said = ChatMessages.Read(root.Span);
        var hasChat = said is { Request.Count: > 0 } && (said.Response.Count > 0 || root.Outputs is null);
        var chat = hasChat ? said! : new ChatConversation(
            said is { Request.Count: > 0 } ? said.Request : Wrapped(User, root.Inputs), said is { Response.Count: > 0 } ? said.Response : Wrapped(Assistant, root.Outputs), []);
        return turn with
        {
            Chat = OnlyNew(ChatModel.Of(chat with { ToolDefinitions = [] }), chat.Request),
            Source = hasChat ? new ContentSource(trace.Info.TraceId, Hex.Write(root.Span.SpanId.Span), ContentSource.Inputs) : null,
            Failure = root.Span.Status is { Code: Status.Types.StatusCode.Error } status ? TextCut.Of(status.Message, MaxFailure).Text : "",
            Tools = ToolsOf(views),
        };
    }

    /// <summary>Gives a turn what its record says: the beginnings of request and response.</summary>
    public static SessionTurn FromPreviews(SessionTurn turn, string lack)
    {
        var info = turn.Info;
        var chat = new ChatConversation(Wrapped(User, info.HasRequestPreview ? info.RequestPreview : null), Wrapped(Assistant, info.HasResponsePreview ? info.ResponsePreview : null), []);
        return turn with { Chat = ChatModel.Of(chat), Lack = lack };
    }

    // Most callers send the whole conversation with each request. What the turn adds to it begins with the last thing that the user said.
    private static ChatModel OnlyNew(ChatModel chat, IReadOnlyList<ChatMessage> request)
    {
        var start = request.Count - 1;
        while (start >= 0 && request[start].Role != User)
        {
            start--;
        }

        while (start > 0 && request[start - 1].Role == User) // in several messages
        {
            start--;
        }

        return start <= chat.Before ? chat : chat with { Before = start, Rows = [.. chat.Rows.Where(row => row.Index >= start)] };
    }

    private static List<(string Name, int Count)> ToolsOf(IReadOnlyList<SpanView> views) =>
    [
        .. views.Where(static view => view.Type == SpanType.Tool).GroupBy(static view => view.Span.Name, StringComparer.Ordinal)
            .Select(static group => (group.Key, group.Count())).Take(MaxTools),
    ];

    private static IReadOnlyList<ChatMessage> Wrapped(string role, string? json) => json is null or "" ? [] : [new ChatMessage(role, [Part(json)])];

    // {"question":"Who …?"} is a question: one text needs no braces around it.
    private static ChatPart Part(string json)
    {
        if (json.Length > MaxWrapped || json.AsSpan().TrimStart() is not ['{' or '[' or '"', ..])
        {
            return new ChatPart(ChatPartKind.Text, json);
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            var value = document.RootElement;
            if (value.ValueKind == JsonValueKind.Object && value.EnumerateObject().Take(2).ToList() is [{ Value.ValueKind: JsonValueKind.String } only])
            {
                value = only.Value;
            }

            return value.ValueKind == JsonValueKind.String ? new ChatPart(ChatPartKind.Text, value.PlainText()) : new ChatPart(ChatPartKind.Other, json);
        }
        catch (JsonException)
        {
            return new ChatPart(ChatPartKind.Text, json);
        }
    }
}
