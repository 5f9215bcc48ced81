using System.Diagnostics;
using OtelBridge.Configuration;
using OtelBridge.Tracing.Json;

namespace OtelBridge.GenAI.Calls;

/// <summary>Puts contents of the program on a span: where they may be recorded, and as they may.</summary>
internal static class CallContent
{
    public static bool IsCaptured => GenAISettings.Current.CaptureContent;

    /// <summary>Sets an attribute to the JSON text of a value.</summary>
    public static void Set(Activity activity, string key, object? value)
    {
        if (GenAISettings.Current is { CaptureContent: true } settings)
        {
            activity.SetTag(key, JsonText.Of(value));
        }
    }
}
