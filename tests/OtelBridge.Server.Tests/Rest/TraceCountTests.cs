using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Server.Tests.Rest;

/// <summary>The count endpoint, which is ours.</summary>
public sealed class TraceCountTests
{
    [Fact]
    public async Task Count_WithAFilter_CountsWhatSearchFinds()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await server.IngestAsync(Span(1, 1), Span(2, 1, status: Status.Types.StatusCode.Error), Span(3, 1));

        (await CountAsync(server, "status = 'OK'")).ShouldBe(2);
        (await CountAsync(server, "")).ShouldBe(3);
        (await CountAsync(server, "status = 'nothing'")).ShouldBe(0);
    }

    private static async Task<long> CountAsync(ServerUnderTest server, string filter)
    {
        var body = new JsonObject
        {
            ["locations"] = new JsonArray(new JsonObject
            {
                ["type"] = "MLFLOW_EXPERIMENT", ["mlflow_experiment"] = new JsonObject { ["experiment_id"] = "0" },
            }),
            ["filter"] = filter,
        };
        var response = await server.Http.PostAsJsonAsync("/api/3.0/mlflow/traces/count", body);
        var answer = await response.Content.ReadFromJsonAsync<JsonObject>();
        return answer!["count"]!.GetValue<long>();
    }
}
