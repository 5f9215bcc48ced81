using ChatModels.Scripting;

namespace ChatModels.Wires;

/// <summary>What an answer leaves open, filled in: ids and tokens.</summary>
internal static class Counted
{
    private static int _last;

    /// <summary>An id that no other answer of this process has.</summary>
    public static string Id(string prefix) => $"{prefix}{Interlocked.Increment(ref _last):D8}";

    public static long Created() => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>The answer's usage; by words when it says nothing, null when it is unknown.</summary>
    public static ModelUsage? Usage(ModelRequest request, ModelAnswer answer)
    {
        if (answer.Usage == ModelUsage.Unknown)
        {
            return null;
        }

        return answer.Usage ?? new ModelUsage(
            Words(request.Instructions) + Words(request.LastUserText) + request.ToolResults.Sum(Words) + (3 * request.MessageCount),
            Words(answer.Text) + Words(answer.Reasoning) + answer.ToolCalls.Sum(static call => 4 + Words(call.Arguments)) + 1,
            Reasoning: Words(answer.Reasoning));
    }

    private static long Words(string? text) => text is { Length: > 0 } ? 1 + text.AsSpan().Count(' ') : 0;
}
