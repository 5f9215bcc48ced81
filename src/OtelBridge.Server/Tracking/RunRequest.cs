using System.Globalization;
using OtelBridge.Attributes;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Tracking;

/// <summary>Checks what is to be stored of a run.</summary>
internal static class RunRequest
{
    // MLflow's limits.
    private const int MaxMetrics = 1000;
    private const int MaxParams = 100;
    private const int MaxTags = 100;
    private const int MaxParamLength = 6000;
    private const int MaxNameLength = 250;
    private const int MaxUserLength = 256;

    public static void Check(CreateRunRequest request)
    {
        TrackingRequest.ExperimentId(request.ExperimentId);
        Bound(request.Tags.Count, MaxTags, "tags");
        CheckKeys(request.Tags.Keys, "tags");
        CheckLength(request.UserId, MaxUserLength, "user_id");
        CheckLength(request.Name, MaxNameLength, "name");
        if (request.Tags.TryGetValue(MlflowKeys.RunName, out var name) && name.Length > 0)
        {
            CheckLength(name, MaxNameLength, MlflowKeys.RunName);
            if (request.Name.Length > 0 && request.Name != name)
            {
                throw TrackingRequest.Invalid(
                    $"'{TrackingRequest.Quote(request.Name)}'", "name", $"the tag '{MlflowKeys.RunName}' says '{TrackingRequest.Quote(name)}'; give one of them, or both alike");
            }
        }
    }

    public static void Check(UpdateRunRequest request)
    {
        TrackingRequest.Id(request.RunId, "run_id");
        if (request.HasStatus && (request.Status == RunStatus.Unspecified || !Enum.IsDefined(request.Status)))
        {
            throw TrackingRequest.Invalid(
                ((int)request.Status).ToString(CultureInfo.InvariantCulture), "status", "it is one of RUNNING, SCHEDULED, FINISHED, FAILED, KILLED");
        }

        if (request.HasName && request.Name.Length == 0)
        {
            request.ClearName(); // a name is replaced, not taken away
        }

        CheckLength(request.Name, MaxNameLength, "name");
    }

    public static void Check(LogRunBatchRequest request)
    {
        TrackingRequest.Id(request.RunId, "run_id");
        Bound(request.Metrics.Count, MaxMetrics, "metrics");
        Bound(request.Params.Count, MaxParams, "params");
        Bound(request.Tags.Count, MaxTags, "tags");
        CheckKeys(request.Metrics.Select(static metric => metric.Key), "metrics");
        CheckKeys(request.Params.Keys, "params");
        CheckKeys(request.Tags.Keys, "tags");
        foreach (var (key, value) in request.Params)
        {
            if (value.Length > MaxParamLength)
            {
                throw TrackingRequest.Invalid(
                    $"of param '{TrackingRequest.Quote(key)}'", "params", $"it has {value.Length} characters and at most {MaxParamLength} are allowed");
            }
        }

        if (request.Tags.TryGetValue(MlflowKeys.RunName, out var name))
        {
            TrackingRequest.Id(name, MlflowKeys.RunName, MaxNameLength);
        }
    }

    private static void CheckKeys(IEnumerable<string> keys, string parameter)
    {
        foreach (var key in keys)
        {
            TrackingRequest.Key(key, parameter);
        }
    }

    private static void CheckLength(string text, int most, string parameter)
    {
        if (text.Length > most)
        {
            throw TrackingRequest.Invalid($"'{TrackingRequest.Quote(text)}'", parameter, $"it has {text.Length} characters and at most {most} are allowed");
        }
    }

    private static void Bound(int count, int most, string parameter)
    {
        if (count > most)
        {
            throw TrackingRequest.Invalid($"of {count} entries", parameter, $"at most {most} are allowed at once");
        }
    }
}
