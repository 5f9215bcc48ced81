using System.Text.Json.Serialization;

namespace OtelBridge.Dialects;

/// <summary>The type that reading attributes takes from JSON as a whole.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class DialectJsonContext : JsonSerializerContext;
