using System.Text.Json;
using OtelBridge.Pricing;

namespace OtelBridge.Documents.Tests.Snippets;

public sealed class CostSnippets : AgainstAServer
{
    [Fact]
    public async Task Cost_OfACall_IsReckonedAtItsEnd()
    {
        // begin costs-reckoned
        using (var call = Mlflow.StartSpan("ask", SpanType.ChatModel))
        {
            call.SetModel("gpt-4o-2024-08-06", "openai");
            call.SetTokenUsage(inputTokens: 1_000, outputTokens: 200, cacheReadInputTokens: 600);
        } // mlflow.llm.cost: {"input_cost":0.00175,"output_cost":0.002,"total_cost":0.00375,"cache_read_cost":0.00075}
        // end costs-reckoned

        var cost = await CostAsync();
        (cost.GetProperty("input_cost").GetDecimal(), cost.GetProperty("output_cost").GetDecimal()).ShouldBe((0.00175m, 0.002m));
        (cost.GetProperty("total_cost").GetDecimal(), cost.GetProperty("cache_read_cost").GetDecimal()).ShouldBe((0.00375m, 0.00075m));
    }

    [Fact]
    public async Task Cost_OfAProgramThatKnowsBetter_Stays()
    {
        using (var call = Mlflow.StartSpan("ask", SpanType.ChatModel).SetModel("gpt-4o", "openai").SetTokenUsage(1_000, 200))
        {
            // begin costs-own
            call.SetCost(inputCost: 0.012m, outputCost: 0.030m);
            // end costs-own
        }

        (await CostAsync()).GetProperty("total_cost").GetDecimal().ShouldBe(0.042m);
    }

    [Fact]
    public void Table_TellsCosts()
    {
        // begin costs-table
        CallCost? cost = PriceTable.Default.CostOf(
            "claude-haiku-4-5-20251001", "anthropic", new CallTokens(Input: 12_000, Output: 800, CacheRead: 10_000), tier: "batch");
        Console.WriteLine(cost is { } known ? $"{known.Total} dollars" : "unknown");
        // end costs-table

        cost!.Value.Total.ShouldBe(((2_000 * 1m) + (10_000 * 0.1m) + (800 * 5m)) / 2 / 1_000_000);
    }

    private async Task<JsonElement> CostAsync()
    {
        var span = (await StoredAsync(Mlflow.LastActiveTraceId)).Spans.Single();
        var cost = span.Attributes["mlflow.llm.cost"];
        return cost.ValueKind == JsonValueKind.String ? JsonElement.Parse(cost.GetString()!) : cost;
    }
}
