using System.Diagnostics;
using OtelBridge.Tracing;

namespace OtelBridge.Sources;

/// <summary>Which activity sources each library has.</summary>
internal static class LibrarySources
{
    // In the order of the flags. A star stands for the rest of a name, as in OpenTelemetry.
    private static readonly (GenAILibraries Library, string[] Names)[] All =
    [
        (GenAILibraries.OpenAI, ["OpenAI.*"]),
        // Its packages for the clouds append their names.
        (GenAILibraries.Anthropic, ["com.anthropic.sdk.csharp*"]),
        (GenAILibraries.MicrosoftExtensionsAI, ["Experimental.Microsoft.Extensions.AI*"]),
        (GenAILibraries.SemanticKernel, ["Microsoft.SemanticKernel*"]),
        // Its workflows have left the experiments.
        (GenAILibraries.AgentFramework, ["Experimental.Microsoft.Agents.AI*", "Microsoft.Agents.AI*"]),
        (GenAILibraries.AutoGen, ["AutoGen*", "Microsoft.AutoGen*"]),
        (GenAILibraries.Mcp, ["Experimental.ModelContextProtocol*"]),
        (GenAILibraries.Azure, ["Azure.AI.*"]),
    ];

    /// <summary>The names of the sources to listen to.</summary>
    public static IEnumerable<string> Of(GenAILibraries libraries) =>
        All.Where(entry => libraries.HasFlag(entry.Library)).SelectMany(static entry => entry.Names);

    /// <summary>The library that a source belongs to, whether or not it is listened to for our sake; none for any other.</summary>
    /// <remarks>Asked of every span that starts, so the first letter decides in most cases.</remarks>
    public static GenAILibraries Of(ActivitySource source)
    {
        if (ReferenceEquals(source, SpanSource.Instance))
        {
            return GenAILibraries.None;
        }

        var name = source.Name;
        return name is ['O' or 'o' or 'c' or 'E' or 'M' or 'A' or 'a', ..] ? Find(name) : GenAILibraries.None;
    }

    private static GenAILibraries Find(string name)
    {
        foreach (var (library, patterns) in All)
        {
            foreach (var pattern in patterns)
            {
                if (name.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.OrdinalIgnoreCase))
                {
                    return library;
                }
            }
        }

        return GenAILibraries.None;
    }
}
