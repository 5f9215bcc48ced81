using System.Text;
using OtelBridge.Entities;
using OtelBridge.Fuzz.Engine;

namespace OtelBridge.Fuzz.Targets.Files;

/// <summary>Traces that the SDK reads: answers of servers, and golden files.</summary>
internal sealed class EntityJsonTarget : FuzzTarget
{
    public override string Name => "sdk-entities";

    public override string What => "traces, spans and records that the SDK reads from servers and files, and writes again";

    public override IReadOnlyList<string> Words { get; } = [.. WordLists.Json, .. WordLists.Rest, .. WordLists.OtlpJson];

    public override IEnumerable<byte[]> Seeds =>
    [
        .. TracesJsonTarget.Files.Select(static file => Encoding.UTF8.GetBytes(
            """{"info":{"trace_id":"tr-1","trace_location":{"type":"MLFLOW_EXPERIMENT","mlflow_experiment":{"experiment_id":"0"}},"request_time":"2025-11-05T08:49:18.699Z","execution_duration":"1.5s","state":"OK","tags":{"a":"b"},"trace_metadata":{"mlflow.trace.tokenUsage":"{\"input_tokens\":1}"},"assessments":[{"assessment_id":"a","assessment_name":"n","trace_id":"tr-1","source":{"source_type":"HUMAN","source_id":"me"},"create_time":"2025-11-05T08:49:18Z","last_update_time":"2025-11-05T08:49:18Z","feedback":{"value":0.5,"error":{"error_code":"x"}}}]},"data":""" + file + "}")),
        Encoding.UTF8.GetBytes("""{"trace":{"trace_info":{"trace_id":"tr-1","state":"ERROR","request_time":"2025-11-05T08:49:18.699Z","trace_location":{"mlflow_experiment":{"experiment_id":"0"}}},"spans":[{"trace_id":"oAAAAAAAAAAAAAAAAAAAAQ==","span_id":"sAAAAAAAAAE=","name":"x","start_time_unix_nano":"1","attributes":[{"key":"a","value":{"array_value":{"values":[{"int_value":"1"}]}}}]}]}}"""),
    ];

    public override string Run(ReadOnlySpan<byte> input)
    {
        var trace = Trace.FromJson(input);
        var text = trace.ToJson();
        Promise(Trace.FromJson(text).ToJson() == text, "A trace that was written is read as it was.");
        _ = trace.ToTree();
        return $"{trace.Info.State} {Math.Min(trace.Spans.Count, 3)}";
    }

    public override bool IsRefusal(Exception exception) => exception is MlflowException;
}
