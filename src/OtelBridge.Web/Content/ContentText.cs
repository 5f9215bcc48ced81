using System.Text;

namespace OtelBridge.Web.Content;

/// <summary>One page of a long text.</summary>
internal static class ContentText
{
    /// <summary>Reads a page.</summary>
    /// <param name="text">The whole value.</param>
    /// <param name="isJson">Whether the value may be JSON with the text in it.</param>
    /// <param name="at">Where the text begins in the JSON, in bytes.</param>
    /// <param name="from">Where the page begins: bytes after the quote of a text in JSON, characters otherwise.</param>
    public static TextCut Read(string text, bool isJson, int at, int from)
    {
        var json = isJson ? Encoding.UTF8.GetBytes(text) : [];
        var value = isJson ? JsonOutline.Slice(json, at) : [];
        if (value is not [(byte)'"', .. var raw, (byte)'"'])
        {
            return TextCut.Of(text, ContentLimits.TextPage, from);
        }

        from = Math.Clamp(from, 0, raw.Length);
        var (page, bytes) = JsonText.Read(raw[from..], ContentLimits.TextPage);
        return new TextCut(page, raw.Length, from + bytes);
    }
}
