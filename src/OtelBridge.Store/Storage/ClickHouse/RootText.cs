using System.Text.Json;
using System.Text.Json.Serialization;
using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>What a root says of its trace, as the column <c>root</c> holds it.</summary>
internal static partial class RootText
{
    /// <summary>Writes it; empty text for spans that are no roots.</summary>
    public static string Write(RootFacts? root) => root is null ? string.Empty : JsonSerializer.Serialize(root, RootJsonContext.Default.RootFacts);

    public static RootFacts? Read(string text) => text.Length == 0 ? null : JsonSerializer.Deserialize(text, RootJsonContext.Default.RootFacts);

    [JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonSerializable(typeof(RootFacts))]
    private sealed partial class RootJsonContext : JsonSerializerContext;
}
