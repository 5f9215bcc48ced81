using OtelBridge.Grpc;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Tests.Commands;

public sealed class ImportMlflowTests
{
    private const string Id = "tr-0123456789abcdef0123456789abcdef";

    // As Trace.to_json() of MLflow 3.6 writes it.
    private const string Version3 = """
        {"info": {"trace_id": "tr-0123456789abcdef0123456789abcdef", "client_request_id": "c-1", "trace_location": {"type": "MLFLOW_EXPERIMENT",
        "mlflow_experiment": {"experiment_id": "77"}}, "request_time": "2025-11-05T08:49:18.699Z", "state": "OK", "execution_duration_ms": 5,
        "execution_duration": "0.005s", "request_preview": "asked", "response_preview": "answered", "trace_metadata": {"mlflow.trace.session": "s-1"},
        "tags": {"mlflow.traceName": "predict"}, "assessments": []},
        "data": {"spans": [{"trace_id": "ASNFZ4mrze8BI0VniavN7w==", "span_id": "ASNFZ4mrze8=", "parent_span_id": null, "name": "predict",
        "start_time_unix_nano": 1762332558699000001, "end_time_unix_nano": 1762332558704000001, "events": [], "status": {"code": "STATUS_CODE_OK", "message": ""},
        "attributes": {"mlflow.traceRequestId": "\"tr-0123456789abcdef0123456789abcdef\"", "mlflow.spanType": "\"LLM\"", "mlflow.spanInputs": "{\"q\": 1}",
        "mlflow.experimentId": "\"77\""}}]}}
        """;

    private const string Version2 = """
        {"info": {"request_id": "tr-0123456789abcdef0123456789abcdef", "experiment_id": "77", "timestamp_ms": 1762332558699, "execution_time_ms": 5, "status": "OK",
        "request_metadata": {"mlflow.trace.session": "s-1"}, "tags": {"mlflow.traceName": "predict"}},
        "data": {"spans": [{"name": "predict", "context": {"trace_id": "0x0123456789abcdef0123456789abcdef", "span_id": "0x0123456789abcdef"}, "parent_id": null,
        "start_time": 1762332558699000001, "end_time": 1762332558704000001, "status_code": "OK", "status_message": "", "events": [],
        "attributes": {"mlflow.traceRequestId": "\"tr-0123456789abcdef0123456789abcdef\"", "mlflow.spanType": "\"LLM\"", "mlflow.spanInputs": "{\"q\": 1}"}}],
        "request": "{\"q\": 1}", "response": null}}
        """;

    [Theory]
    [InlineData(Version3, "line")]
    [InlineData(Version3, "pretty")]
    [InlineData(Version3, "list")]
    [InlineData(Version3, "artifact")]
    [InlineData(Version2, "line")]
    [InlineData(Version2, "artifact")]
    public async Task Trace_OfMlflow_IsStored_HoweverItStandsInTheFile(string json, string form)
    {
        using var folder = new TemporaryFolder();
        await using var server = await ServerUnderTest.StartAsync();
        var line = json.ReplaceLineEndings(" ");
        var file = folder.File("traces.json");
        await File.WriteAllTextAsync(file, form switch
        {
            "line" => line,
            "pretty" => "{\n" + json[1..] + "\n",
            "list" => $"[{line},{line}]",
            _ => line[(line.IndexOf("\"data\": ", StringComparison.Ordinal) + 8)..^1],
        });

        var result = await OtelBridgeCommand.RunAsync("import", file, "--server", server.GrpcAddress.ToString());

        result.ExitCode.ShouldBe(0, result.Error);
        var trace = (await server.Grpc.CallAsync(TrackingServiceMethods.GetTrace, new GetTraceRequest { TraceId = Id })).Trace;
        trace.Info.Name.ShouldBe("predict");
        trace.Info.State.ShouldBe(TraceState.Ok);
        trace.Info.ExperimentId.ShouldBe("0");
        trace.Info.StartTimeUnixNano.ShouldBe(1762332558699000001UL);
        trace.Info.DurationNano.ShouldBe(5_000_000);
        trace.Info.SpanCount.ShouldBe(1);
        if (form != "artifact")
        {
            trace.Info.Metadata["mlflow.trace.session"].ShouldBe("s-1");
            trace.Info.Tags["mlflow.traceName"].ShouldBe("predict");
        }
    }

    [Theory]
    [InlineData("""{"spans":[]}""")]
    [InlineData("""{"spans":[{"name":"x"}]}""")]
    [InlineData("""{"spans":7}""")]
    [InlineData("""{"info":{},"data":{"spans":[]}}""")]
    [InlineData("""{"info":{"trace_id":"tr-1"},"data":{}}""")]
    [InlineData("""{"info":{"trace_id":"tr-1","request_time":"soon"},"data":{"spans":[]}}""")]
    [InlineData("""{"info":7,"data":7}""")]
    [InlineData("""[{"spans":[]}]""")]
    [InlineData("""[""")]
    public async Task Text_ThatIsNoTrace_IsNamed(string text)
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("traces.json");
        await File.WriteAllTextAsync(file, text);

        var result = await OtelBridgeCommand.RunAsync("import", file, "--store", $"sqlite:{folder.File("t.db")}");

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldNotContain("bug");
        result.ErrorLines.Count.ShouldBe(2, result.Error);
        result.ErrorLines[0].ShouldStartWith("otelbridge: line 1: ");
        result.ErrorLines[1].ShouldBe("Imported 0 traces; 1 lines could not be.");
    }
}
