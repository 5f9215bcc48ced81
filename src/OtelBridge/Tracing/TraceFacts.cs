using System.Diagnostics;
using OtelBridge.Attributes;
using OtelBridge.Diagnostics;
using OtelBridge.Entities;
using OtelBridge.Tracing.Json;

namespace OtelBridge.Tracing;

/// <summary>Facts about a whole trace, put on its local root span: the store lifts them into the trace record, other tools show them as attributes.</summary>
internal static class TraceFacts
{
    /// <summary>MLflow's bound of a preview, in characters.</summary>
    private const int MaxPreviewLength = 1000;

    private const int MaxKeyLength = 250;
    private const int MaxTagLength = 4096;
    private const int MaxMetadataLength = 8000;
    private const string Ellipsis = "...";

    public static void Set(
        Activity root,
        IEnumerable<KeyValuePair<string, string>>? tags = null,
        IEnumerable<KeyValuePair<string, string>>? metadata = null,
        string? clientRequestId = null,
        string? requestPreview = null,
        string? responsePreview = null,
        string? session = null,
        string? user = null,
        TraceState? state = null,
        string? modelId = null)
    {
        SetText(root, MlflowKeys.TraceClientRequestId, clientRequestId);
        SetText(root, MlflowKeys.TraceRequestPreview, Preview(requestPreview));
        SetText(root, MlflowKeys.TraceResponsePreview, Preview(responsePreview));
        SetText(root, MlflowKeys.TraceSession, session);
        SetText(root, MlflowKeys.TraceUser, user);
        SetState(root, state);
        try
        {
            // At most as many as a span can have: the sequences may have no end.
            foreach (var (key, value) in (tags ?? []).Take(SpanBounds.MaxAttributes))
            {
                SetTag(root, key, value);
            }

            foreach (var (key, value) in (metadata ?? []).Take(SpanBounds.MaxAttributes))
            {
                SetMetadata(root, key, value);
            }

            SetMetadata(root, MlflowKeys.ModelId, modelId);
        }
        catch (Exception e)
        {
            // The sequences are the caller's, and may fail.
            BridgeEventSource.Log.SpanCallFailed(nameof(Mlflow.UpdateCurrentTrace), e);
        }
    }

    /// <summary>Sets a tag, cut to what MLflow's clients send; null is no value.</summary>
    public static void SetTag(Activity root, string? key, string? value)
    {
        if (key is MlflowKeys.User or MlflowKeys.ArtifactLocation)
        {
            BridgeEventSource.Log.TraceUpdateIgnored($"the tag {key} is set by the server");
        }
        else if (!string.IsNullOrEmpty(key) && value is not null)
        {
            SetText(root, string.Concat(MlflowKeys.TraceTagPrefix, Cut(key, MaxKeyLength)), Cut(value, MaxTagLength));
        }
    }

    /// <summary>Takes back a tag that was set in this process; false when none was.</summary>
    public static bool RemoveTag(Activity root, string key)
    {
        var attribute = string.Concat(MlflowKeys.TraceTagPrefix, Cut(key, MaxKeyLength));
        if (root.GetTagItem(attribute) is null)
        {
            return false;
        }

        root.SetTag(attribute, null);
        return true;
    }

    // MLflow's clients cut values at 250 characters, which breaks the JSON that some of them hold; servers take 8,000.
    public static void SetMetadata(Activity root, string? key, string? value)
    {
        if (!string.IsNullOrEmpty(key))
        {
            SetText(root, string.Concat(MlflowKeys.TraceMetadataPrefix, Cut(key, MaxKeyLength)), value is null ? null : Cut(value, MaxMetadataLength));
        }
    }

    private static void SetState(Activity root, TraceState? state)
    {
        if (state is TraceState.Ok or TraceState.Error)
        {
            root.SetTag(MlflowKeys.TraceState, state == TraceState.Ok ? "OK" : "ERROR");
        }
        else if (state is not null)
        {
            BridgeEventSource.Log.TraceUpdateIgnored("the state can be set to OK or ERROR only");
        }
    }

    private static void SetText(Activity root, string key, string? value)
    {
        if (value is not null && SpanBounds.HasRoomFor(root, key))
        {
            root.SetTag(key, JsonText.Cut(value, ContentSettings.Current.MaxBytes));
        }
    }

    // MLflow ignores an empty preview.
    private static string? Preview(string? text) =>
        string.IsNullOrEmpty(text) ? null
        : text.Length <= MaxPreviewLength ? text
        : string.Concat(Cut(text, MaxPreviewLength - Ellipsis.Length), Ellipsis);

    // Never in the middle of a pair of surrogates.
    private static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
