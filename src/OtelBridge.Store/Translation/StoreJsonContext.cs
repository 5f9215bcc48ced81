using System.Text.Json.Serialization;

namespace OtelBridge.Store.Translation;

/// <summary>The types that the store reads from JSON as a whole.</summary>
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class StoreJsonContext : JsonSerializerContext;
