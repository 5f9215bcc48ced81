using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using OtelBridge.Store.Storage;
using OtelBridge.Store.Translation.Chat;
using OtelBridge.Web.Content;
using OtelBridge.Web.Hosting;

namespace OtelBridge.Web.Spans;

/// <summary>Contents of a span piece by piece, as <see cref="ContentSource"/> asks for them.</summary>
internal static class ContentPages
{
    private const string Gone = "The span has nothing like that, or no longer: it may have been sent again since.";

    public static async Task<IResult> ShowAsync(PageRequest request)
    {
        var (traceId, spanId) = (request.Route("traceId"), request.Route("spanId"));
        var found = await SpanPages.FindAsync(request, traceId, spanId);
        var source = new ContentSource(traceId, spanId, request.Query("of"));
        var model = source.Of == "chat"
            ? ChatMessages.Read(SpanValues.SpanOf(found)) is { } chat ? new ContentPartModel(source) { Chat = ChatModel.Of(chat, Number(request, "before")) } : null
            : SpanValues.Find(found, source.Of) is { } value ? Part(request, source, value) : null;
        return request.Html<ContentPartPage>(model ?? throw new NotStoredException(Gone));
    }

    public static async Task<IResult> RawAsync(PageRequest request)
    {
        var found = await SpanPages.FindAsync(request, request.Route("traceId"), request.Route("spanId"));
        var value = SpanValues.Find(found, request.Query("of")) ?? throw new NotStoredException(Gone);
        var bytes = Encoding.UTF8.GetBytes(value.Text);
        var at = Number(request, "at");
        if (at is > 0)
        {
            bytes = JsonOutline.Slice(bytes, at.Value).ToArray();
        }

        if (MediaBytes.Of(value.Text) is { } media)
        {
            return Results.Bytes(media, "application/octet-stream", request.Route("spanId"));
        }

        // A text to be saved, never a page: what is in it is not ours.
        return Results.Bytes(bytes, "text/plain; charset=utf-8", $"{request.Route("spanId")}.{(value.IsJson ? "json" : "txt")}");
    }

    private static ContentPartModel? Part(PageRequest request, ContentSource source, SpanValue value)
    {
        var (at, from) = (Number(request, "at") ?? 0, Number(request, "from") ?? 0);
        if (request.Query("search") is { Length: > 0 } text)
        {
            return new ContentPartModel(source) { Search = text, Found = JsonSearch.Find(Encoding.UTF8.GetBytes(value.Text), text) };
        }

        if (request.Query("view") == "raw")
        {
            return new ContentPartModel(source) { Text = TextCut.Of(value.Text, ContentLimits.TextPage, from), IsStored = true };
        }

        if (request.Query("view") == "text")
        {
            return new ContentPartModel(source) { Text = ContentText.Read(value.Text, value.IsJson, at, from), At = at };
        }

        return JsonOutline.Read(Encoding.UTF8.GetBytes(value.Text), at, from) is { } tree ? new ContentPartModel(source) { Tree = tree } : null;
    }

    private static int? Number(PageRequest request, string name) => int.TryParse(request.Query(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
