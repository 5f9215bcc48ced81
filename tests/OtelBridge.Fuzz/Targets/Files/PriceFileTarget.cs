using System.Text;
using OtelBridge.Fuzz.Engine;
using OtelBridge.Pricing;

namespace OtelBridge.Fuzz.Targets.Files;

/// <summary>Files of token prices, and what is reckoned with them.</summary>
internal sealed class PriceFileTarget : FuzzTarget
{
    public override string Name => "prices";

    public override string What => "files of token prices, and what is reckoned with them";

    public override IReadOnlyList<string> Words { get; } =
    [
        .. WordLists.Json, "date", "models", "model", "provider", "openai", "anthropic", "open_weights", "input", "output", "cache_read", "cache_write", "cache_write_long", "reasoning", "above", "tokens", "tiers", "flex", "note", "gpt-4o",
        "2025-01-01", "ft:", "models/", "arn:", "-latest", "us.anthropic.", "0.00000000000000000000000000001", "1000000",
    ];

    public override IEnumerable<byte[]> Seeds => ((string[])
    [
        """{"date":"2025-01-01","models":[{"model":["a","b"],"provider":"openai","input":1,"output":2,"cache_read":0.1,"above":[{"tokens":1000,"input":3,"output":4}],"tiers":{"flex":{"input":0.5,"output":1}},"note":"x"}]}""",
        """{"models":[{"model":"ft:gpt-4o","open_weights":true,"input":0,"output":1000000,"reasoning":5}]}""",
    ]).Select(Encoding.UTF8.GetBytes);

    public override string Run(ReadOnlySpan<byte> input)
    {
        var table = PriceTable.Load(new MemoryStream(input.ToArray())).Over(PriceTable.Default);
        var tokens = new CallTokens(long.MaxValue / 4, 1000);
        foreach (var model in (string[])["a", "ft:gpt-4o:x", "openai/gpt-4o-2024-08-06", Encoding.UTF8.GetString(input)])
        {
            _ = table.CostOf(model, "openai", tokens, "flex");
            _ = table.CostOf(model, null, new CallTokens(10, 5));
        }

        return "read";
    }

    public override bool IsRefusal(Exception exception) => exception is FormatException;
}
