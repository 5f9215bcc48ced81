using System.Buffers;
using System.Text.Json;
using OtelBridge.Grpc;

namespace OtelBridge.Server.Jaeger;

/// <summary>Reads the body of a search that is posted: <c>{"query":{"serviceName":…,"attributes":{…}}}</c>.</summary>
internal static class JaegerV3Body
{
    private const int MaxParameters = 64;

    /// <summary>Gives the members of <c>query</c> as the texts that they would be in a query string.</summary>
    public static IReadOnlyDictionary<string, string> Read(ReadOnlySequence<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("query"u8, out var query) && query.ValueKind == JsonValueKind.Object
                ? query.EnumerateObject().Take(MaxParameters).GroupBy(member => member.Name)
                    .ToDictionary(group => group.Key, group => Text(group.Last().Value), StringComparer.Ordinal)
                : throw Bad("it is a JSON object with an object query");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter: text that is no valid Unicode
        {
            throw Bad("it is not valid JSON");
        }
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null => string.Empty,
        _ => value.GetRawText(),
    };

    private static GrpcException Bad(string reason) => JaegerCall.BadParameter("body", reason);
}
