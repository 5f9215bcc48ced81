using OtelBridge.Attributes;

namespace OtelBridge.Client.Transport;

/// <summary>The tags of a trace without those that only say where a server keeps its spans and files.</summary>
/// <remarks>They depend on the server and on the wire, they cannot be changed, and in a copy of the trace they would be wrong.</remarks>
internal static class PlainTags
{
    public static Dictionary<string, string> Of(IEnumerable<KeyValuePair<string, string>> tags) => tags
        .Where(static tag => tag.Key is not (MlflowKeys.ArtifactLocation or MlflowKeys.SpansLocation))
        .ToDictionary(StringComparer.Ordinal);
}
