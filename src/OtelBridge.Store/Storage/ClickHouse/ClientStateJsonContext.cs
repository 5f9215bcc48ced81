using System.Text.Json.Serialization;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>How <see cref="ClientStateJson"/> is written.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(ClientStateJson))]
internal sealed partial class ClientStateJsonContext : JsonSerializerContext;
