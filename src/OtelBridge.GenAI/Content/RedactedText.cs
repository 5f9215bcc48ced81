using OtelBridge.Configuration;
using OtelBridge.Diagnostics;

namespace OtelBridge.GenAI.Content;

/// <summary>What is recorded instead of a text, see <see cref="MlflowGenAIOptions.RedactText"/>.</summary>
internal static class RedactedText
{
    /// <summary>Stands for a text that is hidden.</summary>
    public const string Hidden = "[hidden]";

    /// <summary>The text as the program's hook leaves it. A hook that fails hides it.</summary>
    public static string Of(string text, GenAISettings settings)
    {
        if (settings.RedactText is not { } redact)
        {
            return text;
        }

        try
        {
            return redact(text) ?? Hidden;
        }
        catch (Exception e)
        {
            BridgeEventSource.Log.SpanCallFailed(nameof(MlflowGenAIOptions.RedactText), e);
            return Hidden;
        }
    }
}
