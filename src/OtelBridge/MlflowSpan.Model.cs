using OtelBridge.Attributes;
using OtelBridge.Costs;
using OtelBridge.Pricing;
using OtelBridge.Tracing;
using OtelBridge.Tracing.Json;

namespace OtelBridge;

/// <content>What a call of a model has beside inputs and outputs.</content>
public sealed partial class MlflowSpan
{
    /// <summary>Records how many tokens a model call used.</summary>
    /// <param name="inputTokens">Tokens of the prompt, those of the cache included.</param>
    /// <param name="outputTokens">Tokens of the completion, reasoning included.</param>
    /// <param name="totalTokens">All tokens; the sum of the two when absent.</param>
    /// <param name="cacheReadInputTokens">Tokens of the prompt that the provider had in its cache.</param>
    /// <param name="cacheCreationInputTokens">Tokens of the prompt that the provider put into its cache.</param>
    /// <param name="reasoningTokens">Tokens of the completion that the model thought and did not say.</param>
    public MlflowSpan SetTokenUsage(
        long inputTokens,
        long outputTokens,
        long? totalTokens = null,
        long? cacheReadInputTokens = null,
        long? cacheCreationInputTokens = null,
        long? reasoningTokens = null)
    {
        if (IsOpen)
        {
            Activity?.SetTag(
                MlflowKeys.ChatTokenUsage,
                TokenUsageText.Of(inputTokens, outputTokens, totalTokens, cacheReadInputTokens, cacheCreationInputTokens, reasoningTokens));
        }

        return this;
    }

    /// <summary>Records what a model call cost, for a program that knows it better than a table of prices.</summary>
    /// <param name="inputCost">Cost of the prompt in US dollars, its cached tokens included.</param>
    /// <param name="outputCost">Cost of the completion in US dollars, reasoning included.</param>
    /// <param name="cacheReadCost">The part of <paramref name="inputCost"/> for tokens that the provider had in its cache.</param>
    /// <param name="cacheWriteCost">The part of <paramref name="inputCost"/> for tokens that the provider put into its cache.</param>
    /// <param name="reasoningCost">The part of <paramref name="outputCost"/> for what the model thought and did not say.</param>
    /// <remarks>Without this, the cost of a span with a model and token usage is reckoned at its end, as far as the prices are known. Negative amounts change nothing.</remarks>
    public MlflowSpan SetCost(decimal inputCost, decimal outputCost, decimal cacheReadCost = 0, decimal cacheWriteCost = 0, decimal reasoningCost = 0)
    {
        if (IsOpen && CostReading.AreAmounts(inputCost, outputCost, cacheReadCost, cacheWriteCost, reasoningCost))
        {
            Activity?.SetTag(MlflowKeys.LlmCost, LlmCostText.Of(new CallCost(inputCost, outputCost, cacheReadCost, cacheWriteCost, reasoningCost)));
        }

        return this;
    }

    /// <summary>Records which model was called.</summary>
    /// <param name="model">The model as it was asked for, such as <c>gpt-4o-mini</c>.</param>
    /// <param name="provider">Who runs it, such as <c>openai</c>; what was set before stays when it is null.</param>
    /// <remarks>MLflow 3.6 has no attribute for it; these are the keys of OpenTelemetry's GenAI conventions, which every tool reads.</remarks>
    public MlflowSpan SetModel(string model, string? provider = null)
    {
        if (IsOpen && !string.IsNullOrEmpty(model))
        {
            SetAttribute(GenAiKeys.RequestModel, model);
            if (!string.IsNullOrEmpty(provider))
            {
                SetAttribute(GenAiKeys.ProviderName, provider);
            }
        }

        return this;
    }

    /// <summary>Records the tools that a chat model was offered.</summary>
    /// <param name="tools">A list of definitions in OpenAI's form, <c>{ type: "function", function: { name, description, parameters } }</c>; serialised as in <see cref="SetInputs"/>.</param>
    public MlflowSpan SetChatTools(object tools)
    {
        if (IsOpen && tools is not null)
        {
            Activity?.SetTag(MlflowKeys.ChatTools, JsonText.Of(tools));
        }

        return this;
    }
}
