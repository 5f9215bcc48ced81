using System.Text.Json.Serialization;

namespace Patterns.Fluent;

/// <summary>One message of a conversation, under the names that chat models use.</summary>
internal sealed record ChatMessage([property: JsonPropertyName("role")] string Role, [property: JsonPropertyName("content")] string Content);
