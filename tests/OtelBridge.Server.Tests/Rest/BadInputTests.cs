using System.Net;
using System.Text.Json;
using OtelBridge.Server.Rest;
using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Rest;

/// <summary>What no client should send. The server under test fails a test by itself when it logs an error.</summary>
public sealed class BadInputTests
{
    [Fact]
    public async Task Samples_OfEveryEndpointWithParameters_Succeed()
    {
        await using var server = await ServerUnderTest.StartAsync();
        foreach (var sample in await RestSample.PrepareAsync(server))
        {
            await server.OkAsync(sample.Method, sample.Path, sample.Body);
        }
    }

    [Fact]
    public async Task Parameters_MissingEmptyWrongLongOrHostile_AreTakenOrRefusedInWords()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var samples = await RestSample.PrepareAsync(server);
        foreach (var sample in samples)
        {
            foreach (var (path, body) in BadInput.Of(sample))
            {
                var (status, answer) = await server.CallAsync(sample.Method, path, body);

                if (status != HttpStatusCode.OK)
                {
                    status.ShouldBeOneOf([HttpStatusCode.BadRequest, HttpStatusCode.NotFound], $"{sample.Method} {path} {body}: {answer}");
                    answer.GetProperty("error_code").GetString().ShouldBeOneOf("INVALID_PARAMETER_VALUE", "RESOURCE_DOES_NOT_EXIST", "RESOURCE_ALREADY_EXISTS");
                    answer.GetProperty("message").GetString().ShouldNotBeNullOrWhiteSpace();
                }
            }
        }

        (await server.OkAsync("GET", $"/api/3.0/mlflow/traces/{OtlpSamples.TraceIdText(2)}")).ValueKind.ShouldBe(JsonValueKind.Object, "nothing was dropped");
    }

    [Fact]
    public async Task PathParts_OfEveryShape_AreTakenOrRefusedInWords()
    {
        await using var server = await ServerUnderTest.StartAsync();
        foreach (var row in RestEndpoints.All.Where(static row => row.Path.Contains('{', StringComparison.Ordinal)))
        {
            foreach (var part in new[] { "x", "%00", "%27%20OR%201=1--", "%ED%A0%80", "%F0%9F%98%80", "..%2F..%2Fsecret", new string('9', 3000) })
            {
                var path = "/api" + System.Text.RegularExpressions.Regex.Replace(row.Path, "{[^}]+}", part);

                var (status, answer) = await server.CallAsync(row.Method, path, row.Method == "GET" ? null : "{}");

                ((int)status is < 500 or 501).ShouldBeTrue($"{row.Method} {path}: {status} {answer}");
            }
        }
    }

    [Fact]
    public async Task Traces_OfOtherExperiments_AreNotTouched()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await server.IngestAsync(OtlpSamples.Span(1, 1));
        var other = (await server.OkAsync("POST", "/api/2.0/mlflow/experiments/create", """{"name":"other"}""")).GetProperty("experiment_id").GetString();

        var deleted = await server.OkAsync(
            "POST", "/api/3.0/mlflow/traces/delete-traces", $$"""{"experiment_id":"{{other}}","request_ids":["{{OtlpSamples.TraceIdText(1)}}"]}""");
        var found = await server.OkAsync("POST", "/api/3.0/mlflow/traces/search", $$$"""{"locations":[{"mlflow_experiment":{"experiment_id":"{{{other}}}"}}]}""");

        deleted.GetProperty("traces_deleted").GetInt64().ShouldBe(0);
        found.TryGetProperty("traces", out _).ShouldBeFalse();
        await server.OkAsync("GET", $"/api/3.0/mlflow/traces/{OtlpSamples.TraceIdText(1)}");
    }

    [Fact]
    public async Task Clients_TwoHundredAtOnce_AreAllAnswered()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await server.IngestAsync(OtlpSamples.Span(1, 1));

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(async client =>
        {
            var id = OtlpSamples.TraceIdText(1000 + client);
            var record = $$$$"""{"trace":{"trace_info":{"trace_id":"{{{{id}}}}","trace_location":{"mlflow_experiment":{"experiment_id":"0"}},"request_time":"2025-11-05T08:49:18Z","state":"OK"}}}""";
            await server.OkAsync("POST", "/api/3.0/mlflow/traces", record);
            await server.OkAsync("PATCH", $"/api/2.0/mlflow/traces/{OtlpSamples.TraceIdText(1)}/tags", $$"""{"key":"client{{client}}","value":"{{client}}"}""");
            return await server.OkAsync("GET", $"/api/3.0/mlflow/traces/{id}");
        }));

        answers.Length.ShouldBe(200);
        var tags = (await server.OkAsync("GET", $"/api/3.0/mlflow/traces/{OtlpSamples.TraceIdText(1)}")).GetProperty("trace").GetProperty("trace_info").GetProperty("tags");
        tags.EnumerateObject().Count(static tag => tag.Name.StartsWith("client", StringComparison.Ordinal)).ShouldBe(200);
    }
}
