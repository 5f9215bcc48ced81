using System.Net;
using System.Text.Json;
using OtelBridge.Attributes;
using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Rest;

/// <summary>Reading traces back: whole or not yet, large, and as their spans tell of them.</summary>
public sealed class TraceReadingTests
{
    private static readonly string TraceId = OtlpSamples.TraceIdText(1);
    private static readonly string Get = $"/api/3.0/mlflow/traces/get?trace_id={TraceId}";

    [Fact]
    public async Task Get_OfATraceWhoseSpansAreStillComing_WaitsForThem()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await AnnounceAsync(server, spans: 2);

        var call = server.OkAsync("GET", Get);
        await server.IngestAsync(OtlpSamples.Span(1, 2, parent: 1));
        var trace = (await call).GetProperty("trace");

        trace.GetProperty("spans").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Get_OfATraceWhoseSpansDoNotCome_SaysSo()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await AnnounceAsync(server, spans: 3);

        await server.FailsAsync("GET", Get, null, HttpStatusCode.NotFound, "RESOURCE_DOES_NOT_EXIST", $"Trace with ID {TraceId} is not fully exported yet");
        var partial = (await server.OkAsync("GET", Get + "&allow_partial=true")).GetProperty("trace");
        var batch = await server.OkAsync("GET", $"/api/3.0/mlflow/traces/batchGet?trace_ids={TraceId}");

        partial.GetProperty("spans").GetArrayLength().ShouldBe(1);
        batch.TryGetProperty("traces", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Get_OfARecordAlone_IsTheRecordWithoutSpans()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await server.OkAsync("POST", "/api/3.0/mlflow/traces", Record("{}"));

        var trace = (await server.OkAsync("GET", Get)).GetProperty("trace");

        trace.GetProperty("trace_info").GetProperty("trace_id").GetString().ShouldBe(TraceId);
        trace.TryGetProperty("spans", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Get_OfManyMegabytes_ArrivesWhole()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var text = new string('x', 300_000);
        await server.IngestAsync(Enumerable.Range(1, 30).Select(span => OtlpSamples.Span(1, span, parent: span == 1 ? null : 1).With("text", text)));

        var spans = (await server.OkAsync("GET", Get)).GetProperty("trace").GetProperty("spans");

        spans.GetArrayLength().ShouldBe(30);
        spans.EnumerateArray().ShouldAllBe(span => Value(span, "text").GetProperty("string_value").GetString() == text);
    }

    [Fact]
    public async Task Get_OfSpansAlone_HasTheTagsThatClientsNeed()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await server.IngestAsync(OtlpSamples.Span(1, 1, name: "root")
            .With(MlflowKeys.ChatTokenUsage, """{"input_tokens": 1, "output_tokens": 2, "total_tokens": 3}"""));

        var info = (await server.OkAsync("GET", $"/api/3.0/mlflow/traces/{TraceId}")).GetProperty("trace").GetProperty("trace_info");

        var tags = info.GetProperty("tags");
        tags.GetProperty("mlflow.traceName").GetString().ShouldBe("root");
        tags.GetProperty("mlflow.trace.spansLocation").GetString().ShouldBe("TRACKING_STORE");
        tags.GetProperty("mlflow.artifactLocation").GetString().ShouldBe($"mlflow-artifacts:/0/traces/{TraceId}/artifacts");
        info.GetProperty("trace_metadata").GetProperty("mlflow.trace.tokenUsage").GetString().ShouldBe("""{"input_tokens": 1, "output_tokens": 2, "total_tokens": 3}""");
        info.GetProperty("execution_duration").GetString().ShouldBe("0.010s");
    }

    [Fact]
    public async Task Get_OfSpansWithAPrice_HasTheCostsThatLaterClientsRead()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await server.IngestAsync(
            OtlpSamples.Span(1, 1).With(GenAiKeys.RequestModel, "gpt-4o").With(MlflowKeys.ChatTokenUsage, """{"input_tokens": 1000, "output_tokens": 100}"""),
            OtlpSamples.Span(1, 2, parent: 9).With(GenAiKeys.RequestModel, "nobody knows it").With(MlflowKeys.ChatTokenUsage, """{"input_tokens": 1}"""));

        var trace = (await server.OkAsync("GET", Get)).GetProperty("trace");

        trace.GetProperty("trace_info").GetProperty("trace_metadata").GetProperty("mlflow.trace.cost").GetString()
            .ShouldBe("""{"input_cost": 0.0025, "output_cost": 0.001, "total_cost": 0.0035, "unpriced_spans": 1}""");
        Value(trace.GetProperty("spans")[0], "mlflow.llm.cost").GetProperty("kvlist_value").GetProperty("values").EnumerateArray()
            .Select(static member => (member.GetProperty("key").GetString(), member.GetProperty("value").GetProperty("double_value").GetDouble()))
            .ShouldBe([("input_cost", 0.0025), ("output_cost", 0.001), ("total_cost", 0.0035)]);
        trace.GetProperty("spans")[1].GetProperty("attributes").EnumerateArray().ShouldNotContain(static pair => pair.GetProperty("key").GetString() == "mlflow.llm.cost");
    }

    [Fact]
    public async Task TraceFile_BroughtInTheFormOf350_IsReadAsSpans()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var file = $$"""{"spans":[{"trace_id":"{{TraceId}}","span_id":"0123456789abcdef","parent_span_id":null,"name":"filed","start_time_unix_nano":1,"end_time_unix_nano":2,"status":{"code":"OK"},"attributes":{"mlflow.spanType":"\"LLM\""} }]}""";

        await server.OkAsync("PUT", $"/api/2.0/mlflow-artifacts/artifacts/0/traces/{TraceId}/artifacts/traces.json", file);
        var span = (await server.OkAsync("GET", Get)).GetProperty("trace").GetProperty("spans")[0];
        var listed = await server.OkAsync("GET", $"/api/2.0/mlflow-artifacts/artifacts?path=0%2Ftraces%2F{TraceId}%2Fartifacts");

        span.GetProperty("span_id").GetString().ShouldBe("ASNFZ4mrze8=");
        Value(span, "mlflow.spanType").GetProperty("string_value").GetString().ShouldBe("LLM");
        listed.GetProperty("files")[0].GetProperty("path").GetString().ShouldBe("traces.json");
    }

    [Theory]
    [InlineData("PUT", "0/../../etc/passwd", HttpStatusCode.NotFound)] // resolved before it is routed
    [InlineData("PUT", "..%2F..%2Fetc%2Fpasswd", HttpStatusCode.BadRequest)]
    [InlineData("GET", "..%5C..%5Csecret", HttpStatusCode.BadRequest)]
    [InlineData("GET", "C:%2Fsecret", HttpStatusCode.BadRequest)]
    [InlineData("DELETE", "a%2F..%2Fb", HttpStatusCode.BadRequest)]
    [InlineData("PUT", "0/notes.txt", HttpStatusCode.NotImplemented)]
    [InlineData("GET", "0/notes.txt", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "0/notes.txt", HttpStatusCode.OK)]
    public async Task Artifacts_OutsideAndOfOtherKinds_AreRefused(string method, string path, HttpStatusCode expected)
    {
        await using var server = await ServerUnderTest.StartAsync();

        var (status, _) = await server.CallAsync(method, $"/api/2.0/mlflow-artifacts/artifacts/{path}", method == "PUT" ? "{}" : null);

        status.ShouldBe(expected);
    }

    private static JsonElement Value(JsonElement span, string key) =>
        span.GetProperty("attributes").EnumerateArray().Single(attribute => attribute.GetProperty("key").GetString() == key).GetProperty("value");

    private static async Task AnnounceAsync(ServerUnderTest server, int spans)
    {
        await server.IngestAsync(OtlpSamples.Span(1, 1));
        await server.OkAsync("POST", "/api/3.0/mlflow/traces", Record($$"""{"mlflow.trace.sizeStats":"{\"num_spans\": {{spans}} }"}"""));
    }

    private static string Record(string metadata) =>
        $$"""{"trace":{"trace_info":{"trace_id":"{{TraceId}}","trace_location":{"mlflow_experiment":{"experiment_id":"0"} },"trace_metadata":{{metadata}} } } }""";
}
