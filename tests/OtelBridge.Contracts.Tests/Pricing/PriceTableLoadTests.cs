using System.Text;
using OtelBridge.Pricing;
using OtelBridge.TestSupport;

namespace OtelBridge.Contracts.Tests.Pricing;

/// <summary>What is said of a table that is none.</summary>
public sealed class PriceTableLoadTests
{
    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("{ \"models\": [", "not JSON")]
    [InlineData("[]", "wrong at $: it must be an object")]
    [InlineData("{}", "wrong at models: it is missing")]
    [InlineData("""{ "models": {} }""", "wrong at models: it must be a list")]
    [InlineData("""{ "modles": [] }""", "wrong at modles: it is not a member")]
    [InlineData("""{ "date": "soon", "models": [] }""", "wrong at date: it must be a day as 2026-12-31")]
    [InlineData("""{ "models": [ 1 ] }""", "wrong at models[0]: it must be an object")]
    [InlineData("""{ "models": [ { "input": 1, "output": 1 } ] }""", "wrong at models[0]: it has no \"model\"")]
    [InlineData("""{ "models": [ { "model": "m", "input": 1 } ] }""", "wrong at models[0]: it needs \"input\" and \"output\"")]
    [InlineData("""{ "models": [ { "model": "m", "input": "1", "output": 1 } ] }""", "wrong at models[0].input: it must be a number")]
    [InlineData("""{ "models": [ { "model": "m", "input": -1, "output": 1 } ] }""", "wrong at models[0].input: it must be a number from 0")]
    [InlineData("""{ "models": [ { "model": "m", "input": 1, "output": 1e300 } ] }""", "wrong at models[0].output: it must be a number from 0")]
    [InlineData("""{ "models": [ { "model": "m", "input": 1, "output": 1, "cache": 1 } ] }""", "wrong at models[0].cache: it is not a member")]
    [InlineData("""{ "models": [ { "model": [], "input": 1, "output": 1 } ] }""", "wrong at models[0].model: it must be a name")]
    [InlineData("""{ "models": [ { "model": "m", "provider": "litellm", "input": 1, "output": 1 } ] }""", "wrong at models[0].provider: it names no provider")]
    [InlineData("""{ "models": [ { "model": "m", "input": 1, "output": 1, "above": [ { "input": 1, "output": 1 } ] } ] }""", "models[0].above[0].tokens")]
    [InlineData("""{ "models": [ { "model": "m", "input": 1, "output": 1, "above": [ { "tokens": 0, "input": 1, "output": 1 } ] } ] }""", "models[0].above[0].tokens")]
    [InlineData("""{ "models": [ { "model": "m", "input": 1, "output": 1, "tiers": { "flex": { "input": 1 } } } ] }""", "wrong at models[0].tiers.flex: it needs")]
    [InlineData("""{ "models": [ { "model": "m", "input": 1, "output": 1 }, { "model": ["n", "M"], "input": 1, "output": 1 } ] }""", "wrong at models[1]: it gives \"M\" a second price")]
    [InlineData("""{ "models": [ { "model": "m", "input": 1, "input": 2, "output": 1 } ] }""", "not JSON")]
    public void Load_WhatIsNoTable_SaysWhereItIsWrong(string json, string said) =>
        Should.Throw<FormatException>(() => PriceTable.Load(new MemoryStream(Encoding.UTF8.GetBytes(json)))).Message.ShouldContain(said);

    [Fact]
    public void Load_TextThatIsNoUnicode_IsNoTable()
    {
        var bytes = Encoding.Latin1.GetBytes("""{ "models": [ { "model": "mÿ", "input": 1, "output": 1 } ] }""");

        Should.Throw<FormatException>(() => PriceTable.Load(new MemoryStream(bytes)));
        Should.Throw<FormatException>(() => PriceTable.Load(new MemoryStream([.. """{ "models": [ { "model": "\ud800", "input": 1, "output": 1 } ] }"""u8])))
            .Message.ShouldContain("no Unicode");
    }

    [Fact]
    public void Load_CommentsNotesAndAByteOrderMark_AreNoFaults()
    {
        const string Json = """
            // ours
            { "$schema": "s", "note": "n", "models": [ { "model": "m", "note": "negotiated", "input": 1, "output": 1, }, ], }
            """;

        PriceTable.Load(new MemoryStream([.. "\uFEFF"u8, .. Encoding.UTF8.GetBytes(Json)])).CostOf("m", null, new CallTokens(1_000_000, 0))!.Value.Total.ShouldBe(1);
    }

    [Fact]
    public void Load_TheDocumentedForm_IsATable()
    {
        var costs = File.ReadAllText(RepositoryFolder.File("docs", "costs.md"));
        var json = costs.Split("```json")[1].Split("```")[0];

        var table = PriceTable.Load(new MemoryStream(Encoding.UTF8.GetBytes(json)));

        table.CostOf("llama3.3", "ollama", new CallTokens(5, 5)).ShouldBe(default(CallCost));
        table.CostOf("our-model-fast", null, new CallTokens(300_000, 0))!.Value.Total.ShouldBe(0.9m);
        foreach (var seller in PriceTable.Default.Entries.SelectMany(static entry => entry.Value).SelectMany(static model => model.Providers).Distinct())
        {
            costs.ShouldContain($"`{seller}`");
        }
    }

    [Fact]
    public void Load_WhatIsFarTooLong_IsNotReadToItsEnd()
    {
        using var endless = new EndlessStream();

        Should.Throw<FormatException>(() => PriceTable.Load(endless)).Message.ShouldContain("longer than");
    }

    private sealed class EndlessStream : MemoryStream
    {
        public override int Read(Span<byte> buffer)
        {
            buffer.Fill((byte)' ');
            return buffer.Length;
        }
    }
}
