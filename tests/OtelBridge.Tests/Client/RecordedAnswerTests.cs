using System.Text.Json;
using OtelBridge.Entities;
using OtelBridge.TestSupport;

namespace OtelBridge.Tests.Client;

/// <summary>What MLflow's own server answered, read by our client.</summary>
public sealed class RecordedAnswerTests
{
    public static TheoryData<string> Scenarios { get; } = [.. RecordedExchange.Scenarios];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task TracesOfAScenario_AreReadWhole(string scenario)
    {
        foreach (var recorded in Recorded(scenario, "GET", "/traces/batchGet"))
        {
            foreach (var expected in recorded.Response.GetProperty("json").TryGetProperty("traces", out var traces) ? traces.EnumerateArray() : default)
            {
                // Info first, then the spans, as MLflow's client asks.
                var info = expected.GetProperty("trace_info");
                await using var server = await AnsweringServer.StartAsync((context, number) => AnsweringServer.WriteAsync(
                    context, 200, number == 0 ? $$$"""{"trace":{"trace_info":{{{info.GetRawText()}}} }}""" : $$$"""{"traces":[{{{expected.GetRawText()}}}]}"""));
                using var client = new MlflowClient(server.Address.ToString());

                var trace = await client.GetTraceAsync(info.GetProperty("trace_id").GetString()!);

                server.Requests[1].Path.ShouldBe($"/api/3.0/mlflow/traces/batchGet?trace_ids={trace.Info.TraceId}");
                Compare(expected, trace);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task SearchesOfAScenario_AreReadWhole(string scenario)
    {
        foreach (var recorded in Recorded(scenario, "POST", "/3.0/mlflow/traces/search"))
        {
            await using var server = await AnsweringServer.StartAsync(recorded);
            using var client = new MlflowClient(server.Address.ToString());

            var page = await client.SearchTracesPageAsync(includeSpans: false);

            var answer = recorded.Response.GetProperty("json");
            page.Token.ShouldBe(answer.TryGetProperty("next_page_token", out var token) ? token.GetString() : null, recorded.Name);
            var expected = answer.TryGetProperty("traces", out var traces) ? traces.EnumerateArray().ToList() : [];
            page.Count.ShouldBe(expected.Count, recorded.Name);
            foreach (var (info, trace) in expected.Zip(page))
            {
                Compare(info, trace.Info);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task RefusalsOfAScenario_HaveMlflowsCode(string scenario)
    {
        foreach (var recorded in RecordedExchange.Read(scenario).Where(static e => e.Response.GetProperty("status").GetInt32() != 200))
        {
            await using var server = await AnsweringServer.StartAsync(recorded);
            using var client = new MlflowClient(new MlflowClientOptions { TrackingUri = server.Address.ToString(), MaxRetries = 0 });

            var failure = await Should.ThrowAsync<MlflowException>(() => client.GetTraceInfoAsync("tr-1"), recorded.Name);

            var isJson = recorded.Response.TryGetProperty("json", out var json) && json.TryGetProperty("error_code", out _);
            failure.ErrorCode.ShouldBe(isJson ? json.GetProperty("error_code").GetString() : CodeOf(recorded.Response.GetProperty("status").GetInt32()), recorded.Name);
            failure.Message.ShouldNotContain("<html", Case.Insensitive);
            if (isJson)
            {
                failure.Message.ShouldBe(json.GetProperty("message").GetString());
            }
        }
    }

    [Fact]
    public async Task Assessments_AreReadWithTheirKinds()
    {
        foreach (var recorded in Recorded("assessments", "POST", "/assessments"))
        {
            await using var server = await AnsweringServer.StartAsync(recorded);
            using var client = new MlflowClient(server.Address.ToString());
            var expected = recorded.Response.GetProperty("json").GetProperty("assessment");

            var assessment = await client.GetAssessmentAsync("tr-1", "a-1");

            assessment.AssessmentId.ShouldBe(expected.GetProperty("assessment_id").GetString());
            assessment.Name.ShouldBe(expected.GetProperty("assessment_name").GetString());
            assessment.CreateTime.ShouldBe(expected.GetProperty("create_time").GetDateTimeOffset());
            assessment.ShouldBeOfType(expected.TryGetProperty("expectation", out _) ? typeof(Expectation) : typeof(Feedback), recorded.Name);
            if (assessment is Feedback feedback && expected.GetProperty("feedback").TryGetProperty("value", out var value) && value.ValueKind != JsonValueKind.Null)
            {
                JsonElement.DeepEquals(feedback.Value!.Value, Whole(value)).ShouldBeTrue(recorded.Name);
            }
        }
    }

    [Fact]
    public async Task Assessments_AreSentAsMlflowsClientSendsThem()
    {
        foreach (var recorded in Recorded("assessments", "POST", "/assessments"))
        {
            var sent = recorded.Request.GetProperty("json").GetProperty("assessment");
            await using var reader = await AnsweringServer.StartAsync(200, $"{{\"assessment\":{sent.GetRawText()}}}");
            using var client = new MlflowClient(reader.Address.ToString());

            await client.LogAssessmentAsync(sent.GetProperty("trace_id").GetString()!, await client.GetAssessmentAsync("tr-1", "a-1"));

            var request = reader.Requests[1];
            request.Path.ShouldBe(recorded.Request.GetProperty("path").GetString());
            // Members that are defaults may be there or not.
            var ours = JsonDocument.Parse(request.Body).RootElement.GetProperty("assessment");
            foreach (var member in sent.EnumerateObject().Where(static m => !m.Name.EndsWith("_time", StringComparison.Ordinal)))
            {
                JsonElement.DeepEquals(Whole(ours.GetProperty(member.Name)), Whole(member.Value)).ShouldBeTrue($"{recorded.Name}: {request.Body}");
            }
        }
    }

    [Fact]
    public async Task Runs_AreRead()
    {
        foreach (var recorded in Recorded("runs", "GET", "/runs/get?"))
        {
            await using var server = await AnsweringServer.StartAsync(recorded);
            using var client = new MlflowClient(server.Address.ToString());
            var info = recorded.Response.GetProperty("json").GetProperty("run").GetProperty("info");

            var run = await client.GetRunAsync("r");

            run.RunId.ShouldBe(info.GetProperty("run_id").GetString());
            run.Status.ToString().ToUpperInvariant().ShouldBe(info.GetProperty("status").GetString());
            run.StartTime.ShouldBe(DateTimeOffset.FromUnixTimeMilliseconds(info.GetProperty("start_time").GetInt64()));
            run.Tags["mlflow.runName"].ShouldBe(run.Name);
        }
    }

    [Fact]
    public async Task SpansInAFile_AreReadFromThere()
    {
        var file = Recorded("artifacts", "GET", "/artifacts/traces.json").First();
        var traceId = file.Request.GetProperty("path").GetString()!.Split('/')[^3];
        await using var server = await AnsweringServer.StartAsync((context, _) => AnsweringServer.WriteAsync(
            context,
            200,
            context.Request.Path.Value!.EndsWith("traces.json", StringComparison.Ordinal)
                ? file.Response.TryGetProperty("json", out var json) ? json.GetRawText() : file.Response.GetProperty("text").GetString()!
                : $$$"""{"trace":{"trace_info":{"trace_id":"{{{traceId}}}","state":"OK","tags":{"mlflow.artifactLocation":"mlflow-artifacts:/1/traces/{{{traceId}}}/artifacts"} } }}"""));
        using var client = new MlflowClient(server.Address.ToString());

        var trace = await client.GetTraceAsync(traceId);

        server.Requests[1].Path.ShouldBe(file.Request.GetProperty("path").GetString());
        var span = trace.Spans.ShouldHaveSingleItem();
        (span.Name, span.SpanType, span.Status).ShouldBe(("filed", SpanType.Chain, SpanStatus.Ok));
        span.Inputs!.Value.GetProperty("q").GetInt32().ShouldBe(1);
        span.Outputs!.Value.GetString().ShouldBe("ok");
        span.SpanId.ShouldBe("cdcdcdcdcdcdcdcd");
    }

    [Theory]
    [InlineData("mlflow-artifacts:/1/traces/tr-gone/artifacts")]
    [InlineData("s3://bucket/1/traces/tr-gone/artifacts")]
    public async Task SpansInAFileThatIsGone_AreLeftOutOfASearch(string location)
    {
        const string Kept = """{"trace_id":"tr-kept","state":"OK","tags":{"mlflow.trace.spansLocation":"TRACKING_STORE"}}""";
        var gone = $$$"""{"trace_id":"tr-gone","state":"OK","tags":{"mlflow.artifactLocation":"{{{location}}}"} }""";
        await using var server = await AnsweringServer.StartAsync((context, _) => context.Request.Path.Value switch
        {
            "/api/3.0/mlflow/traces/search" => AnsweringServer.WriteAsync(context, 200, $"{{\"traces\":[{gone},{Kept}]}}"),
            "/api/3.0/mlflow/traces/batchGet" => AnsweringServer.WriteAsync(context, 200, $"{{\"traces\":[{{\"trace_info\":{Kept}}}]}}"),
            "/api/3.0/mlflow/traces/tr-gone" => AnsweringServer.WriteAsync(context, 200, $"{{\"trace\":{{\"trace_info\":{gone}}}}}"),
            _ => AnsweringServer.WriteAsync(context, 404, "{\"error_code\":\"RESOURCE_DOES_NOT_EXIST\",\"message\":\"no such file\"}"),
        });
        using var client = new MlflowClient(server.Address.ToString());

        var page = await client.SearchTracesPageAsync();

        page.ShouldHaveSingleItem().Info.TraceId.ShouldBe("tr-kept");
        await Should.ThrowAsync<MlflowException>(() => client.GetTraceAsync("tr-gone"));
    }

    private static IEnumerable<RecordedExchange> Recorded(string scenario, string method, string path) => RecordedExchange.Read(scenario).Where(e =>
        e.Request.GetProperty("method").GetString() == method
        && e.Request.GetProperty("path").GetString()!.Contains(path, StringComparison.Ordinal)
        && e.Response.GetProperty("status").GetInt32() == 200);

    private static string CodeOf(int status) => status switch
    {
        404 => MlflowErrorCode.EndpointNotFound,
        400 or 405 => MlflowErrorCode.BadRequest,
        422 => MlflowErrorCode.InvalidParameterValue,
        _ => MlflowErrorCode.InternalError,
    };

    private static JsonElement Whole(JsonElement value) => OtelBridge.Client.Transport.JsonValue.WithWholeNumbers(value);

    private static void Compare(JsonElement expected, Trace trace)
    {
        Compare(expected.GetProperty("trace_info"), trace.Info);
        var spans = expected.GetProperty("spans").EnumerateArray().ToDictionary(static s => Hex(s, "span_id"));
        trace.Spans.Select(static s => s.SpanId).ShouldBe(spans.Keys, ignoreOrder: true);
        trace.Spans.SkipWhile(static s => s.ParentId is null).ShouldAllBe(static s => s.ParentId != null);
        foreach (var span in trace.Spans)
        {
            var sent = spans[span.SpanId];
            span.Name.ShouldBe(sent.GetProperty("name").GetString());
            span.StartTimeNs.ShouldBe(sent.GetProperty("start_time_unix_nano").GetInt64());
            span.Attributes.Keys.ShouldBe(sent.GetProperty("attributes").EnumerateArray().Select(static a => a.GetProperty("key").GetString()!), ignoreOrder: true);
            span.Events.Count.ShouldBe(sent.TryGetProperty("events", out var events) ? events.GetArrayLength() : 0);
            span.Status.ShouldBe(sent.GetProperty("status").TryGetProperty("code", out var code) ? Enum.Parse<SpanStatus>(code.GetString()![12..], ignoreCase: true) : SpanStatus.Unset);
        }
    }

    private static void Compare(JsonElement expected, TraceInfo info)
    {
        info.TraceId.ShouldBe(expected.GetProperty("trace_id").GetString());
        info.ExperimentId.ShouldBe(expected.GetProperty("trace_location").GetProperty("mlflow_experiment").GetProperty("experiment_id").GetString());
        info.RequestTime.ShouldBe(expected.GetProperty("request_time").GetDateTimeOffset());
        info.State.ToString().ShouldBe(expected.TryGetProperty("state", out var state) ? state.GetString()!.Replace("_", string.Empty).Replace("STATE", string.Empty) : "Unspecified", StringCompareShould.IgnoreCase);
        info.TraceMetadata.Count.ShouldBe(expected.TryGetProperty("trace_metadata", out var metadata) ? metadata.EnumerateObject().Count() : 0);
        info.RequestPreview.ShouldBe(expected.TryGetProperty("request_preview", out var preview) ? preview.GetString() : null);
        info.Tags.Keys.ShouldNotContain("mlflow.artifactLocation");
        info.Assessments.Count.ShouldBe(expected.TryGetProperty("assessments", out var assessments) ? assessments.GetArrayLength() : 0);
    }

    private static string Hex(JsonElement span, string name) => Convert.ToHexStringLower(span.GetProperty(name).GetBytesFromBase64());
}
