using System.Text.Json.Serialization;

namespace OtelBridge.Masking;

/// <summary>What masking reads as JSON, without reflection.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class MaskJsonContext : JsonSerializerContext;
