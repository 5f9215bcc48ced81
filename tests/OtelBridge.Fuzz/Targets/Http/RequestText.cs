using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace OtelBridge.Fuzz.Targets.Http;

/// <summary>A request as text: <c>METHOD /path?query</c>, headers as lines, an empty line, the body.</summary>
internal sealed record RequestText(string Method, string Target, IReadOnlyList<(string Name, string Value)> Headers, ReadOnlyMemory<byte> Body)
{
    private const int MaxHeaders = 20;

    /// <summary>Reads a request. Whatever is there is one.</summary>
    public static RequestText Parse(ReadOnlySpan<byte> input)
    {
        var end = input.IndexOf("\n\n"u8);
        var head = Encoding.UTF8.GetString(end < 0 ? input : input[..end]).Split('\n');
        var line = head[0].Split(' ', 2);
        var headers = from text in head.Skip(1).Take(MaxHeaders)
                      let parts = text.Split(':', 2)
                      where parts.Length == 2 && parts[0].Trim().Length > 0
                      select (parts[0].Trim(), parts[1].Trim());
        return new RequestText(line[0], line.Length > 1 ? line[1] : "/", [.. headers], end < 0 ? default : input[(end + 2)..].ToArray());
    }

    /// <summary>Makes what a server that has read the request off a connection hands on.</summary>
    public IFeatureCollection ToFeatures(string protocol, out HttpAnswer answer)
    {
        var query = Target.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? Target : Target[..query];
        var request = new HttpRequestFeature
        {
            Method = Method.Length is 0 or > 20 ? HttpMethods.Get : Method,
            Protocol = protocol,
            Scheme = "http",
            Path = Decoded(path),
            QueryString = query < 0 ? "" : Printable(Target[query..]),
            RawTarget = Target,
            Body = new MemoryStream(Body.ToArray()),
            Headers = new HeaderDictionary { ["host"] = "localhost" },
        };
        foreach (var (name, value) in Headers)
        {
            request.Headers.Append(name, Printable(value));
        }

        request.Headers.ContentLength = Body.Length;
        answer = new HttpAnswer();
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(request);
        features.Set<IHttpResponseFeature>(answer);
        features.Set<IHttpResponseBodyFeature>(answer);
        features.Set<IHttpResponseTrailersFeature>(answer);
        return features;
    }

    // As Kestrel does: what is no UTF-8 stays escaped, a slash too, and NUL never gets in.
    private static string Decoded(string path)
    {
        var plain = path.StartsWith('/') ? path : "/" + path;
        return Uri.UnescapeDataString(plain.Replace("%2F", "%252F", StringComparison.OrdinalIgnoreCase).Replace("%00", "%2500", StringComparison.Ordinal)).Replace("\0", "", StringComparison.Ordinal);
    }

    // Queries and headers are ASCII on the wire.
    private static string Printable(string text) => string.Concat(text.Select(static c => c is >= ' ' and <= '~' ? c.ToString() : c > '\x7f' ? Uri.EscapeDataString(char.IsSurrogate(c) ? "\uFFFD" : c.ToString()) : ""));
}
