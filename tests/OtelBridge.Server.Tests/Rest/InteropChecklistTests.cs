using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Server.Tests.Rest;

/// <summary>What a stock MLflow client needs of a server, point by point, over plain HTTP as it sends it.</summary>
public sealed class InteropChecklistTests : IAsyncLifetime
{
    private const string Api2 = "/api/2.0/mlflow";
    private const string Api3 = "/api/3.0/mlflow";

    private ServerUnderTest _server = null!; // started before each test

    public async Task InitializeAsync() => _server = await ServerUnderTest.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Point1_Version_IsPlainTextThatClientsSendSpansTo()
    {
        var response = await _server.Http.GetAsync("/version");

        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
        Version.Parse(await response.Content.ReadAsStringAsync()).ShouldBeGreaterThanOrEqualTo(new Version(3, 4));
    }

    [Fact]
    public async Task Point1_SpansWithExperimentHeader_AreAccepted()
    {
        var experiment = await CreateExperimentAsync("checklist");

        var response = await SendSpansAsync(experiment, Span(1, 1));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var info = await GetAsync($"{Api3}/traces/{TraceIdText(1)}?trace_id={TraceIdText(1)}");
        info["trace"]!["trace_info"]!["trace_location"]!["mlflow_experiment"]!["experiment_id"]!.GetValue<string>().ShouldBe(experiment);
    }

    [Fact]
    public async Task Point2_StartTrace_TwiceAndAfterSpans_IsTheUnionWithTheServersTags()
    {
        await SendSpansAsync("0", Span(1, 1));
        await StartTraceAsync(1, "\"tags\":{\"a\":\"1\"},\"trace_metadata\":{\"m\":\"1\"}");

        var answer = await StartTraceAsync(1, "\"tags\":{\"b\":\"2\"},\"client_request_id\":\"mine\"");

        var info = answer["trace"]!["trace_info"]!;
        info["tags"]!["mlflow.trace.spansLocation"]!.GetValue<string>().ShouldBe("TRACKING_STORE");
        info["tags"]!["mlflow.artifactLocation"]!.GetValue<string>().ShouldEndWith($"/traces/{TraceIdText(1)}/artifacts");
        info["tags"]!["a"]!.GetValue<string>().ShouldBe("1");
        info["tags"]!["b"]!.GetValue<string>().ShouldBe("2");
        info["trace_metadata"]!["m"]!.GetValue<string>().ShouldBe("1");
        info["client_request_id"]!.GetValue<string>().ShouldBe("mine");
    }

    [Fact]
    public async Task Point3_BatchGet_RepeatedKeys_KeepsTheirOrder()
    {
        await SendSpansAsync("0", Span(1, 1), Span(2, 1));

        var answer = await GetAsync($"{Api3}/traces/batchGet?trace_ids={TraceIdText(2)}&trace_ids={TraceIdText(99)}&trace_ids={TraceIdText(1)}");

        answer["traces"]!.AsArray().Select(trace => trace!["trace_info"]!["trace_id"]!.GetValue<string>()).ShouldBe([TraceIdText(2), TraceIdText(1)]);
    }

    [Fact]
    public async Task Point3_Get_PythonsTrue_IsABoolean()
    {
        await StartTraceAsync(1, "\"trace_metadata\":{\"mlflow.trace.sizeStats\":\"{\\\"num_spans\\\": 5}\"}");
        await SendSpansAsync("0", Span(1, 1));

        var answer = await GetAsync($"{Api3}/traces/get?trace_id={TraceIdText(1)}&allow_partial=True");

        answer["trace"]!["spans"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Point3_Search_ByLocation_FindsTheTrace()
    {
        await SendSpansAsync("0", Span(1, 1), Span(2, 1, status: Status.Types.StatusCode.Error));

        var answer = await SendAsync(HttpMethod.Post, $"{Api3}/traces/search", """
            {"locations":[{"type":"MLFLOW_EXPERIMENT","mlflow_experiment":{"experiment_id":"0"}}],"filter":"status = 'ERROR'","max_results":5,
             "order_by":["timestamp_ms DESC"]}
            """);

        answer["traces"]!.AsArray().Select(trace => trace!["trace_id"]!.GetValue<string>()).ShouldBe([TraceIdText(2)]);
    }

    [Fact]
    public async Task Point3_Tags_SetAndDeletedWithABody_OnVersion2()
    {
        await SendSpansAsync("0", Span(1, 1));

        await SendAsync(HttpMethod.Patch, $"{Api2}/traces/{TraceIdText(1)}/tags", """{"key":"k","value":"v"}""");
        var set = await GetAsync($"{Api3}/traces/{TraceIdText(1)}");
        await SendAsync(HttpMethod.Delete, $"{Api2}/traces/{TraceIdText(1)}/tags", """{"key":"k"}""");

        set["trace"]!["trace_info"]!["tags"]!["k"]!.GetValue<string>().ShouldBe("v");
        (await GetAsync($"{Api3}/traces/{TraceIdText(1)}"))["trace"]!["trace_info"]!["tags"]!["k"].ShouldBeNull();
    }

    [Fact]
    public async Task Point3_LinkAndDelete_OnVersion2()
    {
        await SendSpansAsync("0", Span(1, 1), Span(2, 1));
        var run = (await SendAsync(HttpMethod.Post, $"{Api2}/runs/create", """{"experiment_id":"0"}"""))["run"]!["info"]!["run_id"]!.GetValue<string>();

        await SendAsync(HttpMethod.Post, $"{Api2}/traces/link-to-run", $$"""{"trace_ids":["{{TraceIdText(1)}}"],"run_id":"{{run}}"}""");
        var linked = await SendAsync(HttpMethod.Post, $"{Api3}/traces/search", $$$"""
            {"locations":[{"type":"MLFLOW_EXPERIMENT","mlflow_experiment":{"experiment_id":"0"}}],"filter":"attribute.run_id = '{{{run}}}'"}
            """);
        var deleted = await SendAsync(
            HttpMethod.Post, $"{Api2}/traces/delete-traces", $$"""{"experiment_id":"0","request_ids":["{{TraceIdText(1)}}"]}""");

        linked["traces"]!.AsArray().Single()!["trace_id"]!.GetValue<string>().ShouldBe(TraceIdText(1));
        deleted["traces_deleted"]!.GetValue<int>().ShouldBe(1);
        (await _server.Http.GetAsync($"{Api3}/traces/{TraceIdText(1)}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Point3_FieldMask_IsCamelCase()
    {
        await SendSpansAsync("0", Span(1, 1));
        var path = $"{Api3}/traces/{TraceIdText(1)}/assessments";
        var made = await SendAsync(HttpMethod.Post, path, """
            {"assessment":{"assessment_name":"grade","source":{"source_type":"HUMAN","source_id":"ada"},"feedback":{"value":1}}}
            """);
        var id = made["assessment"]!["assessment_id"]!.GetValue<string>();

        var changed = await SendAsync(HttpMethod.Patch, $"{path}/{id}", """
            {"assessment":{"assessment_name":"mark","feedback":{"value":2},"rationale":"r"},"update_mask":"assessmentName,feedback"}
            """);

        changed["assessment"]!["assessment_name"]!.GetValue<string>().ShouldBe("mark");
        changed["assessment"]!["feedback"]!["value"]!.GetValue<double>().ShouldBe(2);
        changed["assessment"]!["rationale"].ShouldBeNull();
    }

    [Theory]
    [InlineData("GET", "/api/3.0/mlflow/nothing")]
    [InlineData("POST", "/api/4.0/mlflow/traces")]
    [InlineData("GET", "/ajax-api/2.0/mlflow/unified-traces")]
    public async Task Point4_UnknownRoute_Is404WithoutAForeignErrorCode(string method, string path)
    {
        var response = await _server.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var body = await response.Content.ReadAsStringAsync();
        (body.Length == 0 || !body.Contains("error_code", StringComparison.Ordinal) || body.Contains("ENDPOINT_NOT_FOUND", StringComparison.Ordinal)).ShouldBeTrue(body);
    }

    [Fact]
    public async Task Point4_KnownRoute_SaysResourceDoesNotExist()
    {
        var response = await _server.Http.GetAsync($"{Api3}/traces/{TraceIdText(99)}");

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error_code"]!.GetValue<string>().ShouldBe("RESOURCE_DOES_NOT_EXIST");
    }

    [Fact]
    public async Task Point5_Forms_NumbersDurationsTimesIdsAndNativeValues()
    {
        var span = Span(1, 1, durationMs: 1500).With("mlflow.spanType", "LLM").With("plain", "text");
        span.Attributes.Add(new KeyValue { Key = "count", Value = new AnyValue { IntValue = long.MaxValue } });
        await SendSpansAsync("0", span);

        var trace = (await GetAsync($"{Api3}/traces/get?trace_id={TraceIdText(1)}"))["trace"]!;

        var (info, read) = (trace["trace_info"]!, trace["spans"]![0]!);
        info["execution_duration"]!.GetValue<string>().ShouldBe("1.500s");
        DateTimeOffset.Parse(info["request_time"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds()
            .ShouldBe((long)Start / 1_000_000);
        read["trace_id"]!.GetValue<string>().ShouldBe(Convert.ToBase64String(TraceId(1).Span));
        read["span_id"]!.GetValue<string>().ShouldBe(Convert.ToBase64String(SpanId(1).Span));
        read["start_time_unix_nano"]!.GetValueKind().ShouldBe(JsonValueKind.Number);
        var attributes = read["attributes"]!.AsArray().ToDictionary(a => a!["key"]!.GetValue<string>(), a => a!["value"]!);
        attributes["mlflow.spanType"]["string_value"]!.GetValue<string>().ShouldBe("LLM");
        attributes["count"]["int_value"]!.GetValue<long>().ShouldBe(long.MaxValue);
        attributes["mlflow.traceRequestId"]["string_value"]!.GetValue<string>().ShouldBe(TraceIdText(1));
    }

    [Fact]
    public async Task Point6_FewerSpansThanTheRecordSays_IsLeftOutUntilTheyAreThere()
    {
        await StartTraceAsync(1, "\"trace_metadata\":{\"mlflow.trace.sizeStats\":\"{\\\"num_spans\\\": 2}\"}");
        await SendSpansAsync("0", Span(1, 1));

        var before = await GetAsync($"{Api3}/traces/batchGet?trace_ids={TraceIdText(1)}");
        await SendSpansAsync("0", Span(1, 2, parent: 1));
        var after = await GetAsync($"{Api3}/traces/batchGet?trace_ids={TraceIdText(1)}");

        before["traces"].ShouldBeNull();
        after["traces"]![0]!["spans"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Point7_TraceOfMlflow2_StartedBroughtAsAFileAndEnded_IsReadBothWays()
    {
        var started = await SendAsync(HttpMethod.Post, $"{Api2}/traces", """
            {"experiment_id":"0","timestamp_ms":1762000000000,"request_metadata":[{"key":"m","value":"1"}],"tags":[{"key":"mlflow.traceName","value":"old"}]}
            """);
        var id = started["trace_info"]!["request_id"]!.GetValue<string>();
        var location = started["trace_info"]!["tags"]!.AsArray().Single(tag => tag!["key"]!.GetValue<string>() == "mlflow.artifactLocation")!["value"]!.GetValue<string>();
        location.ShouldStartWith("mlflow-artifacts:/");
        var file = $"/api/2.0/mlflow-artifacts/artifacts{location["mlflow-artifacts:".Length..]}/traces.json";
        using var upload = new StringContent("""
            {"spans":[{"name":"predict","context":{"trace_id":"0x0123456789abcdef0123456789abcdef","span_id":"0x0123456789abcdef"},"parent_id":null,
             "start_time":1762000000000000000,"end_time":1762000001500000000,"status_code":"OK","status_message":"",
             "attributes":{"mlflow.traceRequestId":"\"ID\"","mlflow.spanType":"\"LLM\"","mlflow.spanInputs":"{\"q\": \"hi\"}"},"events":[]}]}
            """.Replace("ID", id, StringComparison.Ordinal));
        (await _server.Http.PutAsync(file, upload)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var ended = await SendAsync(
            HttpMethod.Patch, $"{Api2}/traces/{id}", $$"""{"request_id":"{{id}}","timestamp_ms":1762000002000,"status":"OK","request_metadata":[],"tags":[]}""");
        var listed = await GetAsync($"{Api2}/traces?experiment_ids=0&filter=attributes.status%20%3D%20%27OK%27");
        var download = JsonNode.Parse(await _server.Http.GetStringAsync(file))!;

        ended["trace_info"]!["execution_time_ms"]!.GetValue<long>().ShouldBe(2000);
        (await GetAsync($"{Api2}/traces/{id}/info"))["trace_info"]!["status"]!.GetValue<string>().ShouldBe("OK");
        listed["traces"]!.AsArray().Select(trace => trace!["request_id"]!.GetValue<string>()).ShouldBe([id]);
        download["spans"]![0]!["name"]!.GetValue<string>().ShouldBe("predict");
        (await GetAsync($"{Api3}/traces/get?trace_id={id}"))["trace"]!["spans"]![0]!["name"]!.GetValue<string>().ShouldBe("predict");
    }

    private async Task<string> CreateExperimentAsync(string name) =>
        (await SendAsync(HttpMethod.Post, $"{Api2}/experiments/create", $$"""{"name":"{{name}}"}"""))["experiment_id"]!.GetValue<string>();

    private Task<JsonNode> StartTraceAsync(int trace, string fields) => SendAsync(HttpMethod.Post, $"{Api3}/traces", $$$$"""
        {"trace":{"trace_info":{"trace_id":"{{{{TraceIdText(trace)}}}}","trace_location":{"type":"MLFLOW_EXPERIMENT","mlflow_experiment":{"experiment_id":"0"}},
         "request_time":"2025-11-05T08:49:18.699Z","execution_duration":"0.123s","state":"OK",{{{{fields}}}} }}}
        """);

    private async Task<HttpResponseMessage> SendSpansAsync(string experiment, params Span[] spans)
    {
        using var content = new ByteArrayContent(Request(spans).ToByteArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        content.Headers.Add("x-mlflow-experiment-id", experiment);
        var response = await _server.Http.PostAsync("/v1/traces", content);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return response;
    }

    private async Task<JsonNode> GetAsync(string path)
    {
        var response = await _server.Http.GetAsync(path);
        return await ReadAsync(response);
    }

    private async Task<JsonNode> SendAsync(HttpMethod method, string path, string json)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(JsonNode.Parse(json)) };
        return await ReadAsync(await _server.Http.SendAsync(request));
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, body);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        return JsonNode.Parse(body)!;
    }
}
