using System.Diagnostics;
using OtelBridge.Attributes;

namespace OtelBridge.Costs;

/// <summary>What a span says of its call that its price goes by.</summary>
internal readonly record struct PricedCall(string? Model, string? Provider, string? Tier, bool HasCost)
{
    /// <summary>Reads all of it in one pass.</summary>
    public static PricedCall Of(Activity span)
    {
        string? answered = null, asked = null, model = null, provider = null, system = null, ownProvider = null, tier = null;
        foreach (ref readonly var tag in span.EnumerateTagObjects())
        {
            switch (tag.Key)
            {
                case MlflowKeys.LlmCost or GenAiKeys.Cost or OpenInferenceKeys.TotalCost when tag.Value is not null:
                    return new PricedCall(null, null, null, HasCost: true);
                case GenAiKeys.ResponseModel:
                    answered = Text(tag.Value);
                    break;
                case GenAiKeys.RequestModel:
                    asked = Text(tag.Value);
                    break;
                case MlflowKeys.LlmModel:
                    model = Text(tag.Value);
                    break;
                case GenAiKeys.ProviderName:
                    provider = Text(tag.Value);
                    break;
                case GenAiKeys.System:
                    system = Text(tag.Value);
                    break;
                case MlflowKeys.LlmProvider:
                    ownProvider = Text(tag.Value);
                    break;
                case GenAiKeys.ServiceTier:
                    tier = Text(tag.Value);
                    break;
                case GenAiKeys.OlderServiceTier:
                    tier ??= Text(tag.Value);
                    break;
            }
        }

        return new PricedCall(answered ?? asked ?? model, provider ?? system ?? ownProvider, tier, HasCost: false);
    }

    private static string? Text(object? value) => value is string { Length: > 0 } text ? text : null;
}
