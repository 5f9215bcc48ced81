using System.Text.Json;
using OtelBridge.Chat;

namespace OtelBridge.Export.Dialects;

/// <summary>Finds the vectors in the answer of an embedding, whoever shaped it.</summary>
internal static class EmbeddingVectors
{
    /// <summary>How many numbers a vector has; null when there is none.</summary>
    public static long? Dimensions(JsonElement? outputs) => outputs is { } value && Of(value).Select(vector => vector.GetArrayLength()).FirstOrDefault() is > 0 and var count ? count : null;

    /// <summary>The vectors: a list of numbers, or lists of them, bare or under the names that providers use.</summary>
    public static IEnumerable<JsonElement> Of(JsonElement value)
    {
        var held = value.ValueKind == JsonValueKind.Object ? value.Member("data", "embeddings", "embedding", "vectors", "vector", "values") ?? value : value;
        if (IsVector(held))
        {
            return [held];
        }

        return held.ValueKind switch
        {
            JsonValueKind.Array => held.EnumerateArray().Select(item => item.Member("embedding", "values", "vector") ?? item).Where(IsVector),
            JsonValueKind.Object when held.Member("values", "embedding", "vector") is { } vector && IsVector(vector) => [vector],
            _ => [],
        };
    }

    private static bool IsVector(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0 && value[0].ValueKind == JsonValueKind.Number;
}
