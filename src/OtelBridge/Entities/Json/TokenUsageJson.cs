using System.Text.Json;
using OtelBridge.Attributes;

namespace OtelBridge.Entities.Json;

/// <summary>Token usage: <c>{"input_tokens":12,"output_tokens":30,"total_tokens":42}</c>. What is none is no error: it is metadata, which anybody may write.</summary>
internal static class TokenUsageJson
{
    public static TokenUsage? Read(string? text) => text is not null && JsonSource.TryParse(text, out var usage) ? Read(usage.Value) : null;

    public static TokenUsage? Read(JsonElement usage)
    {
        usage = JsonSource.Unwrap(usage);
        if (usage.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var input = Count(usage, MlflowKeys.InputTokens);
        var output = Count(usage, MlflowKeys.OutputTokens);
        var total = Count(usage, MlflowKeys.TotalTokens);
        return input is null && output is null && total is null ? null : new TokenUsage(input ?? 0, output ?? 0, total ?? unchecked((input ?? 0) + (output ?? 0)));
    }

    public static void Write(Utf8JsonWriter writer, TokenUsage usage)
    {
        writer.WriteStartObject();
        writer.WriteNumber(MlflowKeys.InputTokens, usage.InputTokens);
        writer.WriteNumber(MlflowKeys.OutputTokens, usage.OutputTokens);
        writer.WriteNumber(MlflowKeys.TotalTokens, usage.TotalTokens);
        writer.WriteEndObject();
    }

    private static long? Count(JsonElement usage, string name) =>
        usage.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            ? value.TryGetInt64(out var count) ? count : value.TryGetDouble(out var wide) && double.IsInteger(wide) && Math.Abs(wide) < 1e15 ? (long)wide : null
            : null;
}
