using System.Text;
using OtelBridge.Fuzz.Engine;
using OtelBridge.Fuzz.Targets.Spans;
using OtelBridge.Store.TracesJson;

namespace OtelBridge.Fuzz.Targets.Files;

/// <summary>The file <c>traces.json</c> of every version of MLflow, and every reader of what was taken.</summary>
internal sealed class TracesJsonTarget : FuzzTarget
{
    public static IReadOnlyList<string> Files { get; } =
    [
        """{"spans":[{"trace_id":"oAAAAAAAAAAAAAAAAAAAAQ==","span_id":"sAAAAAAAAAE=","parent_span_id":null,"name":"predict","start_time_unix_nano":1762332558000000000,"end_time_unix_nano":"1762332559000000000","events":[{"name":"e","time_unix_nano":1,"attributes":{"a":"b"}}],"status":{"code":"STATUS_CODE_OK","message":""},"attributes":{"mlflow.spanType":"\"LLM\"","mlflow.spanInputs":"{\"a\":1}","mlflow.traceRequestId":"\"tr-1\"","n":5}}]}""",
        """{"spans":[{"name":"predict","context":{"trace_id":"0xa0000000000000000000000000000001","span_id":"0xb000000000000001"},"parent_id":"0xb000000000000002","start_time":1,"end_time":2,"status_code":"ERROR","status_message":"no","attributes":{"mlflow.spanOutputs":"[1,2]"},"events":[{"name":"exception","timestamp":5}]}],"request":"{}","response":"{}"}""",
    ];

    public override string Name => "traces-json";

    public override string What => "traces.json of MLflow 2 and 3, and every reader of what was taken";

    public override IReadOnlyList<string> Words { get; } =
    [
        .. WordLists.Json, .. WordLists.Attributes, "spans", "context", "trace_id", "span_id", "parent_span_id", "parent_id", "start_time", "end_time", "start_time_unix_nano", "end_time_unix_nano", "status", "status_code", "code", "events", "timestamp",
        "time_unix_nano", "attributes", "name", "0x", "==",
    ];

    public override IEnumerable<byte[]> Seeds => Files.Select(Encoding.UTF8.GetBytes);

    public override string Run(ReadOnlySpan<byte> input) => SpanReaders.Run(TracesJsonReader.Read(input.ToArray(), "tr-1"));

    public override bool IsRefusal(Exception exception) => exception is TracesJsonException;
}
