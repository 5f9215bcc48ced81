namespace ChatModels.Scripting;

/// <summary>The tokens of a call, in OpenAI's arithmetic: the input includes what came from and went to the cache, the output includes the reasoning.</summary>
public sealed record ModelUsage(long Input, long Output, long CacheRead = 0, long CacheWrite = 0, long Reasoning = 0)
{
    /// <summary>For servers that do not count: the answer has no usage.</summary>
    public static ModelUsage Unknown { get; } = new(-1, -1);
}
