using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Google.Protobuf;
using OtelBridge.Grpc;
using OtelBridge.Otlp;
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Tests.Rest;
using OtelBridge.Store.Masking;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Server.Tests.Masking;

/// <summary>One secret, sent over every way in, and then looked for on every way out.</summary>
public sealed class MaskingWiresTests
{
    private const string Secret = "jane.secret@example.org";
    private const string Rules = """{"rules": [{"name": "mail", "find": ["email"]}]}""";
    private const string V2 = "/api/2.0/mlflow";
    private const string V3 = "/api/3.0/mlflow";

    [Fact]
    public async Task Secret_SentOverEveryWire_IsNowhere()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("traces.db");
        await using (var server = await StartAsync(folder, path))
        {
            await SendByOtlpAsync(server);
            await SendByTrackingAsync(server);
            await SendByRestAsync(server);
            await SendByZipkinAsync(server);
            await SendByImportAsync(server, folder);

            var found = await server.Grpc.CallAsync(TrackingServiceMethods.SearchTraces, new SearchTracesRequest { MaxResults = 100 });

            found.Traces.Count.ShouldBe(11);
            found.ToString().ShouldNotContain("secret");
            found.ToString().ShouldContain("[masked]");
            foreach (var trace in found.Traces)
            {
                await ShouldNotSayAsync(server, trace.TraceId);
            }

            foreach (var word in (string[])["jane", "secret", "jane.secret@example.org"])
            {
                (await server.Grpc.CallAsync(TrackingServiceMethods.CountTraces, new CountTracesRequest { Filter = $"trace.text LIKE '%{word}%'" })).Count.ShouldBe(0);
            }

            foreach (var page in (string[])["/", "/traces", "/dashboard", "/status", "/status/store", "/traces/rows", "/metrics"])
            {
                (await server.Http.GetStringAsync(new Uri(page, UriKind.Relative))).ShouldNotContain("jane", Case.Insensitive, page);
            }

            string.Join('\n', server.Log).ShouldNotContain("jane", Case.Insensitive);
        }

        foreach (var file in Directory.GetFiles(folder.Path, "traces.db*"))
        {
            Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)).ShouldNotContain("jane", Case.Insensitive, file);
        }
    }

    private static Task<ServerUnderTest> StartAsync(TemporaryFolder folder, string path)
    {
        File.WriteAllText(folder.File("mask.json"), Rules);
        return ServerUnderTest.StartAsync(
            options =>
            {
                options.Zipkin = ListenAddress.AnyLoopbackPort;
                options.Masking = MaskingRules.Load(folder.File("mask.json"), Environment.GetEnvironmentVariable);
            },
            $"sqlite:{path}");
    }

    private static Span Telling(int trace) => Span(trace, 1, name: $"mail {Secret}").With("mlflow.spanInputs", $$"""{"to":"{{Secret}}"}""").With("plain", $"to {Secret}");

    private static async Task SendByOtlpAsync(ServerUnderTest server)
    {
        await server.Grpc.CallAsync(TraceServiceMethods.Export, Request(Telling(1)));
        await PostAsync(server.OtlpHttp, Request(Telling(2)).ToByteArray(), "application/x-protobuf");
        await PostAsync(server.OtlpHttp, OtlpJsonWriter.WriteRequest(Request(Telling(3))).ToArray(), "application/json");
        await PostAsync(server.Http, Request(Telling(4)).ToByteArray(), "application/x-protobuf");
    }

    private static async Task SendByTrackingAsync(ServerUnderTest server)
    {
        var record = new TraceRecord { TraceId = TraceIdText(5), RequestPreview = Secret, Tags = { ["t"] = Secret }, Metadata = { ["m"] = Secret } };
        await server.Grpc.CallAsync(TrackingServiceMethods.StartTrace, new StartTraceRequest { Record = record });
        await server.Grpc.CallAsync(TrackingServiceMethods.SetTraceTag, new SetTraceTagRequest { TraceId = TraceIdText(5), Key = "s", Value = Secret });
        var assessment = new Assessment { TraceId = TraceIdText(5), Name = "n", SourceType = AssessmentSourceType.Human, SourceId = Secret, Feedback = new Feedback { Value = $"\"{Secret}\"" }, Rationale = Secret };
        var made = await server.Grpc.CallAsync(TrackingServiceMethods.CreateAssessment, new CreateAssessmentRequest { Assessment = assessment });
        made.ToString().ShouldNotContain("jane");
    }

    private static async Task SendByRestAsync(ServerUnderTest server)
    {
        await server.OkAsync("POST", $"{V3}/traces", $$$$"""
            {"trace":{"trace_info":{"trace_id":"tr-rest","trace_location":{"type":"MLFLOW_EXPERIMENT","mlflow_experiment":{"experiment_id":"0"}},"request_time":"2025-11-05T08:49:18.699Z",
            "state":"OK","request_preview":"{{{{Secret}}}}","response_preview":"{{{{Secret}}}}","client_request_id":"{{{{Secret}}}}","tags":{"a":"{{{{Secret}}}}"},"trace_metadata":{"b":"{{{{Secret}}}}"},
            "assessments":[{"assessment_name":"n","feedback":{"value":"{{{{Secret}}}}"}}]}}}
            """);
        await server.OkAsync("PATCH", $"{V3}/traces/tr-rest/tags", $$"""{"key":"k","value":"{{Secret}}"}""");
        await server.OkAsync("POST", $"{V3}/traces/tr-rest/assessments", $$$$"""{"assessment":{"assessment_name":"n","expectation":{"value":"{{{{Secret}}}}"},"rationale":"{{{{Secret}}}}","metadata":{"a":"{{{{Secret}}}}"}}}""");
        await server.OkAsync("POST", $"{V2}/traces", $$$$"""{"experiment_id":"0","timestamp_ms":5,"request_metadata":[{"key":"a","value":"{{{{Secret}}}}"}],"tags":[{"key":"a","value":"{{{{Secret}}}}"}]}""");
        await server.OkAsync("PUT", $"/api/2.0/mlflow-artifacts/artifacts/0/traces/{TraceIdText(6)}/artifacts/traces.json", $$$$"""
            {"spans":[{"trace_id":"{{{{TraceIdText(6)}}}}","span_id":"0123456789abcdef","parent_span_id":null,"name":"{{{{Secret}}}}","start_time_unix_nano":1,"end_time_unix_nano":2,
            "status":{"code":"OK"},"attributes":{"mlflow.spanInputs":"\"{{{{Secret}}}}\""}}]}
            """);
        var run = (await server.OkAsync("POST", $"{V2}/runs/create", $$$$"""{"experiment_id":"0","user_id":"{{{{Secret}}}}","run_name":"{{{{Secret}}}}","start_time":1,"tags":[{"key":"a","value":"{{{{Secret}}}}"}]}"""))
            .GetProperty("run").GetProperty("info").GetProperty("run_id").GetString();
        await server.OkAsync("POST", $"{V2}/runs/log-parameter", $$"""{"run_id":"{{run}}","key":"p","value":"{{Secret}}"}""");
        await server.OkAsync("POST", $"{V2}/experiments/set-experiment-tag", $$"""{"experiment_id":"0","key":"k","value":"{{Secret}}"}""");
        (await server.OkAsync("GET", $"{V2}/runs/get?run_id={run}")).ToString().ShouldNotContain("jane");
        (await server.OkAsync("GET", $"{V2}/experiments/get?experiment_id=0")).ToString().ShouldNotContain("jane");
    }

    private static async Task SendByZipkinAsync(ServerUnderTest server)
    {
        using var http = new HttpClient { BaseAddress = server.Server.ZipkinAddress };
        var spans = $$$$"""
            [{"traceId":"463ac35c9f6413ad48485a3953bb6124","id":"5b4185666d50f68b","name":"{{{{Secret}}}}","timestamp":1762332558000123,"duration":207000,
            "localEndpoint":{"serviceName":"{{{{Secret}}}}"},"annotations":[{"timestamp":1762332558000200,"value":"{{{{Secret}}}}"}],"tags":{"mail":"{{{{Secret}}}}","error":"{{{{Secret}}}}"}}]
            """;
        using var content = new StringContent(spans, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri("/api/v2/spans", UriKind.Relative), content);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await http.GetStringAsync(new Uri("/api/v2/trace/463ac35c9f6413ad48485a3953bb6124", UriKind.Relative))).ShouldNotContain("jane");
        (await http.GetStringAsync(new Uri("/api/v2/services", UriKind.Relative))).ShouldNotContain("jane");
    }

    // A file goes the same way whether it is brought to a server, or by a command into the store itself.
    private static async Task SendByImportAsync(ServerUnderTest server, TemporaryFolder folder)
    {
        var file = folder.File("spans.jsonl");
        await File.WriteAllBytesAsync(file, OtlpJsonWriter.WriteRequest(Request(Telling(7))).ToArray());
        (await OtelBridgeCommand.RunAsync("import", file, "--server", server.GrpcAddress.ToString())).ExitCode.ShouldBe(0);
        await server.Grpc.CallAsync(TraceServiceMethods.Export, Request(Telling(8)));
    }

    private static async Task ShouldNotSayAsync(ServerUnderTest server, string traceId)
    {
        var trace = await server.Grpc.CallAsync(TrackingServiceMethods.GetTrace, new GetTraceRequest { TraceId = traceId, Translated = true });
        trace.ToString().ShouldNotContain("jane", Case.Insensitive);
        (await server.OkAsync("GET", $"{V3}/traces/{traceId}")).ToString().ShouldNotContain("jane");
        (await server.Http.GetStringAsync(new Uri($"/traces/{traceId}", UriKind.Relative))).ShouldNotContain("jane", Case.Insensitive);
    }

    private static async Task PostAsync(HttpClient http, byte[] body, string contentType)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        using var answer = await http.PostAsync(new Uri("/v1/traces", UriKind.Relative), content);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
    }
}
