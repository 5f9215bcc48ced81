using Google.Protobuf.Collections;

namespace OtelBridge.Client.Transport.Grpc;

/// <summary>Fills maps of messages.</summary>
internal static class MapFieldExtensions
{
    /// <summary>Sets every pair; a value that is null in spite of its type becomes an empty text, since a message holds none.</summary>
    public static void Set(this MapField<string, string> map, IReadOnlyDictionary<string, string>? pairs)
    {
        foreach (var (key, value) in pairs ?? new Dictionary<string, string>())
        {
            map[key] = value ?? string.Empty;
        }
    }
}
