using System.Diagnostics;
using OtelBridge.Attributes;
using OtelBridge.Diagnostics;
using OtelBridge.Tracing.Json;

namespace OtelBridge.Tracing;

/// <summary>Facts about a whole trace, put on its local root span: the store lifts them into the trace record, other tools show them as attributes.</summary>
internal static class TraceFacts
{
    /// <summary>MLflow's bound of a preview, in characters.</summary>
    private const int MaxPreviewLength = 1000;

    public static void Set(
        Activity root,
        IEnumerable<KeyValuePair<string, string>>? tags = null,
        IEnumerable<KeyValuePair<string, string>>? metadata = null,
        string? clientRequestId = null,
        string? requestPreview = null,
        string? responsePreview = null,
        string? session = null,
        string? user = null)
    {
        SetText(root, MlflowKeys.TraceClientRequestId, clientRequestId);
        SetText(root, MlflowKeys.TraceRequestPreview, Preview(requestPreview));
        SetText(root, MlflowKeys.TraceResponsePreview, Preview(responsePreview));
        SetText(root, MlflowKeys.TraceSession, session);
        SetText(root, MlflowKeys.TraceUser, user);
        try
        {
            SetAll(root, MlflowKeys.TraceTagPrefix, tags);
            SetAll(root, MlflowKeys.TraceMetadataPrefix, metadata);
        }
        catch (Exception e)
        {
            // The sequences are the caller's, and may fail.
            BridgeEventSource.Log.SpanCallFailed(nameof(Mlflow.UpdateCurrentTrace), e);
        }
    }

    public static void SetMetadata(Activity root, string key, string value) => SetText(root, string.Concat(MlflowKeys.TraceMetadataPrefix, key), value);

    private static void SetAll(Activity root, string prefix, IEnumerable<KeyValuePair<string, string>>? pairs)
    {
        foreach (var (key, value) in pairs ?? [])
        {
            if (!string.IsNullOrEmpty(key))
            {
                SetText(root, string.Concat(prefix, key), value);
            }
        }
    }

    private static void SetText(Activity root, string key, string? value)
    {
        if (value is not null)
        {
            root.SetTag(key, JsonText.Cut(value, ContentSettings.Current.MaxBytes));
        }
    }

    // MLflow ignores an empty preview.
    private static string? Preview(string? text) =>
        string.IsNullOrEmpty(text) ? null
        : text.Length <= MaxPreviewLength ? text
        : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[MaxPreviewLength - 4]) ? MaxPreviewLength - 4 : MaxPreviewLength - 3), "...");
}
