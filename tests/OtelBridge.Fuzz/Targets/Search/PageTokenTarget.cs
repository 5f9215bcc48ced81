using System.Buffers.Text;
using System.Globalization;
using System.Text;
using OtelBridge.Fuzz.Engine;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.Store.Storage.Search;

namespace OtelBridge.Fuzz.Targets.Search;

/// <summary>Page tokens, which callers keep and may change.</summary>
internal sealed class PageTokenTarget : FuzzTarget
{
    private static readonly TraceQuery Query = new([], 10, "");

    public override string Name => "page-token";

    public override string What => "page tokens of every listing";

    public override int MaxLength => 600;

    public override IReadOnlyList<string> Words { get; } = ["eyJvZmZzZXQiOiAxfQ==", "=", "-", "_", "+", "/", "e", "s", "a", "WyI", "[", "]", "{\"offset\": 1}"];

    public override IEnumerable<byte[]> Seeds => ((string[])
        [
            new PageToken(PageToken.Experiments, 1, 2).ToString(), new PageToken(PageToken.Sessions, long.MaxValue, -1).ToString(), OffsetToken.Write(5), SearchPageToken.Write([1L, null, "x"], Query), "{\"offset\": 1}", "[null]",
        ]).Select(Encoding.UTF8.GetBytes);

    public override string Run(ReadOnlySpan<byte> input)
    {
        var text = Encoding.UTF8.GetString(input);
        var coded = Base64Url.EncodeToString(input); // as if it had been made here
        return string.Join(' ', new[] { text, coded }.SelectMany(token => (string[])
        [
            Of(() => PageToken.Parse(token, PageToken.Experiments)), Of(() => OffsetToken.Read(token)), Of(() => SearchPageToken.Read(Query with { PageToken = token }, [])),
        ]));
    }

    private static string Of<T>(Func<T> read)
    {
        try
        {
            return read() switch { int offset => string.Create(CultureInfo.InvariantCulture, $"{Math.Sign(offset)}"), null => "none", _ => "token" };
        }
        catch (InvalidPageTokenException e)
        {
            return e.Message.Length > 30 ? e.Message[^30..] : e.Message;
        }
    }
}
