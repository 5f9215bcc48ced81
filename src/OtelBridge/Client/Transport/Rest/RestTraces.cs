using System.Globalization;
using System.Text.Json;
using OtelBridge.Attributes;
using OtelBridge.Entities;

namespace OtelBridge.Client.Transport.Rest;

/// <summary>Traces in the JSON of MLflow's REST API.</summary>
internal static class RestTraces
{
    private const long NanosPerTick = 100;

    /// <summary>Reads <c>{"trace_info": …, "spans": [ … ]}</c>.</summary>
    public static Trace Read(JsonElement trace)
    {
        var info = ReadInfo(trace.Member("trace_info") ?? throw new FormatException("a trace has no 'trace_info'"));
        return new Trace { Info = info, Spans = SpanReading.Of(trace.List("spans").Select(RestSpans.Read), info.TraceId) };
    }

    public static TraceInfo ReadInfo(JsonElement info)
    {
        var tags = info.Map("tags");
        var metadata = info.Map("trace_metadata");
        return new TraceInfo
        {
            TraceId = info.Text("trace_id"),
            ExperimentId = info.Member("trace_location")?.Member("mlflow_experiment")?.TextOrNull("experiment_id") ?? "0",
            State = info.TextOrNull("state") switch
            {
                "OK" or "1" => TraceState.Ok,
                "ERROR" or "2" => TraceState.Error,
                "IN_PROGRESS" or "3" => TraceState.InProgress,
                _ => TraceState.Unspecified,
            },
            RequestTimeNs = info.TimeOrNull("request_time") is { } time ? (time - DateTimeOffset.UnixEpoch).Ticks * NanosPerTick : 0,
            ExecutionDuration = info.DurationOrNull("execution_duration"),
            RequestPreview = info.TextOrNull("request_preview"),
            ResponsePreview = info.TextOrNull("response_preview"),
            ClientRequestId = info.TextOrNull("client_request_id"),
            TraceMetadata = metadata,
            Tags = PlainTags.Of(tags),
            Assessments = [.. info.List("assessments").Select(RestAssessments.Read)],
            TokenUsage = metadata.TryGetValue(MlflowKeys.TraceTokenUsage, out var usage) ? ReadUsage(usage) : null,
            SpansFile = tags.GetValueOrDefault(MlflowKeys.SpansLocation) == MlflowKeys.TrackingStore ? null : tags.GetValueOrDefault(MlflowKeys.ArtifactLocation),
        };
    }

    public static void WriteInfo(Utf8JsonWriter json, TraceInfo info)
    {
        json.WriteString("trace_id", info.TraceId);
        json.WriteOptional("client_request_id", info.ClientRequestId);
        WriteLocation(json, "trace_location", info.ExperimentId);
        json.WriteOptional("request_preview", info.RequestPreview);
        json.WriteOptional("response_preview", info.ResponsePreview);
        json.WriteTime("request_time", info.RequestTime);
        if (info.ExecutionDuration is { } duration)
        {
            json.WriteString("execution_duration", string.Create(CultureInfo.InvariantCulture, $"{(decimal)duration.Ticks / TimeSpan.TicksPerSecond:0.######}s"));
        }

        json.WriteString("state", info.State switch
        {
            TraceState.Ok => "OK",
            TraceState.Error => "ERROR",
            TraceState.InProgress => "IN_PROGRESS",
            _ => "STATE_UNSPECIFIED",
        });
        json.WriteMap("trace_metadata", info.TraceMetadata);
        json.WriteMap("tags", info.Tags);
        if (info.Assessments.Count > 0)
        {
            json.WriteStartArray("assessments");
            foreach (var assessment in info.Assessments)
            {
                RestAssessments.Write(json, assessment);
            }

            json.WriteEndArray();
        }
    }

    /// <summary>Writes the place of a trace; a member, or an item of a list when it has no name.</summary>
    public static void WriteLocation(Utf8JsonWriter json, string? name, string experimentId)
    {
        if (name is not null)
        {
            json.WritePropertyName(name);
        }

        json.WriteStartObject();
        json.WriteString("type", "MLFLOW_EXPERIMENT");
        json.WriteStartObject("mlflow_experiment");
        json.WriteString("experiment_id", experimentId);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static TokenUsage? ReadUsage(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var usage = document.RootElement;
            var (input, output) = (usage.LongOr(MlflowKeys.InputTokens, 0), usage.LongOr(MlflowKeys.OutputTokens, 0));
            return new TokenUsage(input, output, usage.LongOr(MlflowKeys.TotalTokens, input + output));
        }
        catch (JsonException)
        {
            return null; // metadata is anybody's
        }
    }
}
