using System.Text.Json.Nodes;
using OtelBridge.Attributes;
using OtelBridge.Configuration;
using OtelBridge.TestSupport.Mlflow;

namespace OtelBridge.Tests.Costs;

/// <summary>The cost of a whole trace, as a stock MLflow server is told it.</summary>
public sealed class TraceCostTests
{
    [Fact]
    public async Task Record_OfATrace_SumsTheCostsThatNoAncestorHolds()
    {
        var metadata = await RecordAsync(static () =>
        {
            using (var agent = Mlflow.StartSpan("agent").SetCost(2, 3, cacheReadCost: 1))
            {
                Mlflow.StartSpan("inside").SetModel("gpt-4o", "openai").SetTokenUsage(1_000_000, 0).Dispose();
            }

            using (var chain = Mlflow.StartSpan("chain").SetTokenUsage(5, 5))
            {
                Mlflow.StartSpan("call").SetModel("gpt-4o", "openai").SetTokenUsage(1_000_000, 100_000).Dispose();
            }

            Mlflow.StartSpan("unknown").SetModel("mine", "ollama").SetTokenUsage(1, 1).Dispose();
        });

        ((string?)metadata[MlflowKeys.TraceCost]).ShouldBe("""{"input_cost":4.5,"output_cost":4,"total_cost":8.5,"cache_read_cost":1}""");
    }

    [Fact]
    public async Task Record_WithACostOfWhichOnlyTheTotalIsKnown_KnowsTheTotalAlone()
    {
        var metadata = await RecordAsync(static () =>
        {
            Mlflow.StartSpan("theirs").SetAttribute(GenAiKeys.Cost, 0.25).Dispose();
            Mlflow.StartSpan("ours").SetCost(0.5m, 0.25m).Dispose();
            Mlflow.StartSpan("none").SetAttribute(GenAiKeys.Cost, -1.0).SetAttribute(OpenInferenceKeys.TotalCost, double.NaN).Dispose();
        });

        ((string?)metadata[MlflowKeys.TraceCost]).ShouldBe("""{"total_cost":1}""");
    }

    [Fact]
    public async Task Record_WithoutAnyCost_SaysNone()
    {
        var metadata = await RecordAsync(static () => Mlflow.StartSpan("unknown").SetModel("mine", "ollama").SetTokenUsage(1, 1).Dispose());

        metadata[MlflowKeys.TraceCost].ShouldBeNull();
        metadata[MlflowKeys.TraceTokenUsage].ShouldNotBeNull();
    }

    private static async Task<JsonNode> RecordAsync(Action body)
    {
        await using var server = await FakeMlflowServer.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, server.Address));
        using (Mlflow.StartSpan("root"))
        {
            body();
        }

        (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();
        return server.Records.Values.ShouldHaveSingleItem()["trace_metadata"]!;
    }
}
