using System.Diagnostics;

namespace OtelBridge.Sources;

/// <summary>Whether a span has a word of any dialect. Asked of every span that ends, so it looks at keys alone.</summary>
internal static class DialectWords
{
    public static bool AreIn(Activity activity)
    {
        foreach (ref readonly var tag in activity.EnumerateTagObjects())
        {
            if (tag.Key is { Length: > 2 } key && IsWord(key))
            {
                return true;
            }
        }

        foreach (ref readonly var @event in activity.EnumerateEvents())
        {
            if (@event.Name.StartsWith("gen_ai.", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    // Names of users and sessions are not among them: web requests have those too.
    private static bool IsWord(string key) => key[0] switch
    {
        'g' => key.StartsWith("gen_ai.", StringComparison.Ordinal) || key.StartsWith("gcp.vertex.agent.", StringComparison.Ordinal),
        'l' => key.StartsWith("llm.", StringComparison.Ordinal),
        't' => key.StartsWith("traceloop.", StringComparison.Ordinal),
        'm' => key.StartsWith("mcp.", StringComparison.Ordinal),
        'o' => key is "output.value" || key.StartsWith("openinference.", StringComparison.Ordinal),
        'i' => key is "input.value",
        'a' => key.StartsWith("ai.", StringComparison.Ordinal),
        'e' => key.StartsWith("embedding.", StringComparison.Ordinal),
        'r' => key.StartsWith("retrieval.", StringComparison.Ordinal) || key.StartsWith("reranker.", StringComparison.Ordinal),
        _ => false,
    };
}
