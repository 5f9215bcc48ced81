using System.Diagnostics;
using Microsoft.Extensions.AI;
using OtelBridge.Attributes;
using OtelBridge.Tracing;

namespace OtelBridge.GenAI.Calls;

/// <summary>Puts the tokens of a call on its span.</summary>
internal static class CallUsage
{
    public static void Set(Activity activity, UsageDetails? usage)
    {
        if (usage is null || (usage.InputTokenCount is null && usage.OutputTokenCount is null && usage.TotalTokenCount is null))
        {
            return;
        }

        var output = usage.OutputTokenCount ?? 0;
        var input = usage.InputTokenCount ?? Math.Max(0, (usage.TotalTokenCount ?? 0) - output);
        activity.SetTag(GenAiKeys.InputTokens, input);
        activity.SetTag(GenAiKeys.OutputTokens, output);
        activity.SetTag(MlflowKeys.ChatTokenUsage, TokenUsageText.Of(input, output, usage.TotalTokenCount, usage.CachedInputTokenCount, null, usage.ReasoningTokenCount));
    }
}
