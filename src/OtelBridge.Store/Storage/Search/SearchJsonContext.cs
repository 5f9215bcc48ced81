using System.Text.Json.Serialization;

namespace OtelBridge.Store.Storage.Search;

/// <summary>Serialises what page tokens are made of.</summary>
[JsonSerializable(typeof(string[]))]
internal sealed partial class SearchJsonContext : JsonSerializerContext;
