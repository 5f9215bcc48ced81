using System.Text.Json;
using System.Text.Json.Nodes;

namespace OtelBridge.Server.Tests.Rest;

/// <summary>Makes bad calls out of a good one: every parameter missing, empty, of a wrong type, too long, hostile, or unknown.</summary>
internal static class BadInput
{
    private static readonly string[] Replacements =
    [
        "null", "\"\"", "0", "-1", "1.5", "99999999999999999999", "1e400", "true", "[]", "{}", "[null]", "[[1]]", "{\"a\":1}", "\"\\u0000\"", "\"\\ud800\"",
        "\"x' OR 1=1; DROP TABLE traces; --\"", "\"'); DELETE FROM experiments; --\"", "\"%\"", "\"../../etc/passwd\"", "\"" + new string('é', 10_000) + "\"",
    ];

    public static IEnumerable<(string Path, string? Body)> Of(RestSample sample) => sample.Body is null ? OfQuery(sample) : OfBody(sample);

    private static IEnumerable<(string, string?)> OfBody(RestSample sample)
    {
        foreach (var body in OfNode(JsonNode.Parse(sample.Body!)!))
        {
            yield return (sample.Path, body);
        }

        yield return (sample.Path, sample.Body![..^1]); // cut short
        yield return (sample.Path, sample.Body![..^1] + ",\"unknown\":{\"a\":[1]}}");
    }

    // Each member of each object, wherever it stands, is left out and replaced; the rest stays as it is.
    private static IEnumerable<string> OfNode(JsonNode root)
    {
        foreach (var path in Members(root, []).ToList())
        {
            yield return With(root, path, null);
            foreach (var replacement in Replacements)
            {
                yield return With(root, path, replacement);
            }
        }
    }

    private static IEnumerable<IReadOnlyList<object>> Members(JsonNode? node, IReadOnlyList<object> path) => node switch
    {
        JsonObject item => item.SelectMany(member => new[] { (IReadOnlyList<object>)[.. path, member.Key] }.Concat(Members(member.Value, [.. path, member.Key]))),
        JsonArray list => list.SelectMany((item, i) => Members(item, [.. path, i])),
        _ => [],
    };

    private static string With(JsonNode root, IReadOnlyList<object> path, string? replacement)
    {
        const string Mark = "\"\u00a7mark\u00a7\"";
        var copy = root.DeepClone();
        var parent = path.Take(path.Count - 1).Aggregate(copy, static (node, step) => step is int i ? node[i]! : node[(string)step]!);
        var name = (string)path[^1];
        parent.AsObject().Remove(name);
        if (replacement is null)
        {
            return copy.ToJsonString();
        }

        // Some replacements are no JSON that the library would hold.
        parent[name] = JsonNode.Parse(Mark);
        return copy.ToJsonString().Replace(JsonSerializer.Serialize("\u00a7mark\u00a7"), replacement, StringComparison.Ordinal);
    }

    private static IEnumerable<(string, string?)> OfQuery(RestSample sample)
    {
        var (path, query) = sample.Path.Split('?') is [var head, var tail] ? (head, tail.Split('&')) : (sample.Path, []);
        for (var i = 0; i < query.Length; i++)
        {
            var others = query.Where((_, other) => other != i).ToList();
            yield return ($"{path}?{string.Join('&', others)}", null);
            foreach (var value in new[] { "", "-1", "99999999999999999999", "x' OR 1=1; --", "%00", "\ud83d", "../..", new string('x', 2000) })
            {
                yield return ($"{path}?{string.Join('&', others.Append($"{query[i].Split('=')[0]}={(value == "%00" ? value : Uri.EscapeDataString(value))}"))}", null);
            }
        }
    }
}
