using System.Diagnostics;
using Microsoft.Extensions.AI;
using OtelBridge.Attributes;
using OtelBridge.Configuration;
using OtelBridge.GenAI.Calls;
using OtelBridge.GenAI.Content;

namespace OtelBridge.GenAI.Chat;

/// <summary>Puts on a span what a chat model is asked with, beside the messages.</summary>
internal static class RequestTags
{
    private const int MaxStops = 64;
    private const int MaxLength = 1024;

    public static void Write(Activity activity, ChatCall call)
    {
        call.Model.Ask(activity);
        activity.SetTag(MlflowKeys.MessageFormat, "openai");
        if (call.IsStreamed)
        {
            activity.SetTag(GenAiKeys.RequestStream, true);
        }

        if (call.Options is { } options)
        {
            CallTags.Set(activity, GenAiKeys.RequestTemperature, options.Temperature);
            CallTags.Set(activity, GenAiKeys.RequestTopP, options.TopP);
            CallTags.Set(activity, GenAiKeys.RequestTopK, options.TopK);
            CallTags.Set(activity, GenAiKeys.RequestFrequencyPenalty, options.FrequencyPenalty);
            CallTags.Set(activity, GenAiKeys.RequestPresencePenalty, options.PresencePenalty);
            CallTags.Set(activity, GenAiKeys.RequestSeed, options.Seed);
            CallTags.Set(activity, GenAiKeys.RequestMaxTokens, options.MaxOutputTokens);
            CallTags.Set(activity, GenAiKeys.RequestReasoningLevel, call.ReasoningLevel);
            CallTags.Set(activity, GenAiKeys.OutputType, options.ResponseFormat switch { null => null, ChatResponseFormatJson => "json", _ => "text" });
            CallTags.SetConversation(activity, options.ConversationId);
            if (options.StopSequences is { Count: > 0 } stops)
            {
                activity.SetTag(GenAiKeys.RequestStopSequences, Texts(call.Settings, stops));
            }
        }
    }

    private static string[] Texts(GenAISettings settings, IList<string> stops) =>
    [
        .. stops.Take(MaxStops).OfType<string>().Select(stop => RedactedText.Of(stop, settings)).Select(static stop => stop.Length <= MaxLength ? stop : stop[..MaxLength]),
    ];
}
