using System.Globalization;
using OtelBridge.Web.Addresses;

namespace OtelBridge.Web.Content;

/// <summary>Where a content can be asked for piece by piece: something of a span.</summary>
/// <param name="TraceId">The trace.</param>
/// <param name="SpanId">The span, in hex.</param>
/// <param name="Of">What of it: <c>inputs</c>, <c>outputs</c>, <c>attribute:KEY</c>, <c>event:0:KEY</c>, <c>resource:KEY</c>, or a part of its chat, <c>chat:MESSAGE:PART</c>.</param>
public sealed record ContentSource(string TraceId, string SpanId, string Of)
{
    public const string Inputs = "inputs";
    public const string Outputs = "outputs";

    private string Folder => $"traces/{Uri.EscapeDataString(TraceId)}/spans/{Uri.EscapeDataString(SpanId)}";

    /// <summary>The same span's chat, a part of a message.</summary>
    public ContentSource Part(int message, int part) => this with { Of = string.Create(CultureInfo.InvariantCulture, $"chat:{message}:{part}") };

    /// <summary>A page with the members of a value.</summary>
    public string Tree(int at, int from = 0) => Links.With($"{Folder}/content", [("of", Of), ("at", Number(at)), ("from", from > 0 ? Number(from) : "")]);

    /// <summary>A page with a long text, from some byte or character on.</summary>
    public string Text(int at = 0, int from = 0) =>
        Links.With($"{Folder}/content", [("of", Of), ("view", "text"), ("at", Number(at)), ("from", from > 0 ? Number(from) : "")]);

    /// <summary>A page of a value as it is stored, quotes and all, from some character on.</summary>
    public string Stored(int from) => Links.With($"{Folder}/content", [("of", Of), ("view", "raw"), ("from", Number(from))]);

    /// <summary>What was found in it.</summary>
    public string Search(string text) => Links.With($"{Folder}/content", [("of", Of), ("search", text)]);

    /// <summary>Where a form that searches goes to.</summary>
    public string SearchForm => $"{Folder}/content";

    /// <summary>The messages of the chat that come before one.</summary>
    public string Earlier(int before) => Links.With($"{Folder}/content", [("of", "chat"), ("before", Number(before))]);

    /// <summary>All of it, or one value, as a file.</summary>
    public string Raw(int at = 0) => Links.With($"{Folder}/raw", [("of", Of), ("at", at > 0 ? Number(at) : "")]);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
