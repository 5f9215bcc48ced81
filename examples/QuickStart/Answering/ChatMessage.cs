using System.Text.Json.Serialization;

namespace QuickStart.Answering;

/// <summary>One message to or from a chat model.</summary>
internal sealed record ChatMessage(
    [property: JsonPropertyName("role")] string Role,
    [property: JsonPropertyName("content")] string Content)
{
    public const string System = "system";
    public const string User = "user";
    public const string Assistant = "assistant";
}
