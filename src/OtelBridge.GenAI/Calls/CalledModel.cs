using System.Diagnostics;
using OtelBridge.Attributes;

namespace OtelBridge.GenAI.Calls;

/// <summary>Which model is called, and whose it is.</summary>
internal sealed class CalledModel(string? name, string? provider, Uri? address)
{
    public string? Name => name;

    public string SpanName(string operation) => string.IsNullOrEmpty(name) ? operation : $"{operation} {name}";

    public void Ask(Activity activity)
    {
        Set(activity, GenAiKeys.RequestModel, name);
        Set(activity, MlflowKeys.LlmModel, name);
        Set(activity, GenAiKeys.ProviderName, provider);
        Set(activity, MlflowKeys.LlmProvider, provider);
        Set(activity, OTelKeys.ServerAddress, address?.Host);
    }

    /// <summary>The model that answered, which can be a dated one of the name that was asked for.</summary>
    public static void Answer(Activity activity, string? answered) => Set(activity, GenAiKeys.ResponseModel, answered);

    private static void Set(Activity activity, string key, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            activity.SetTag(key, value);
        }
    }
}
