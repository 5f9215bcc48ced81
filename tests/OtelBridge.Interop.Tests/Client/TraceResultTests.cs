using System.Data;
using System.Text.Json.Nodes;
using OtelBridge.Entities;
using OtelBridge.TestSupport;

namespace OtelBridge.Interop.Tests.Client;

/// <summary>What a program does with traces that it has read: the same over both wires.</summary>
public sealed class TraceResultTests(TrackingServerFixture server) : IClassFixture<TrackingServerFixture>
{
    [Theory]
    [MemberData(nameof(TrackingWires.All), MemberType = typeof(TrackingWires))]
    public async Task SearchTracesTable_FieldsOfSpans_AreColumns(string wire)
    {
        var experiment = await server.NewExperimentAsync(wire);
        var numbers = new[] { server.NewTrace(), server.NewTrace() };
        await server.StoreAsync(wire, experiment, RichTrace.Of(numbers[0]));
        await server.StoreAsync(wire, experiment, RichTrace.OfOurSdk(numbers[1], """{"a":1,"b.c":[true]}""", "\"text\""));

        using var table = await server.Client(wire).SearchTracesTableAsync(["step.inputs", "step.inputs.`b.c`", "step.outputs", "`réponse 日本 🦊`.inputs.question"], experimentIds: [experiment]);

        table.Rows.Count.ShouldBe(2);
        var (rich, ours) = (Row(table, numbers[0]), Row(table, numbers[1]));
        rich["state"].ShouldBe("OK");
        rich["execution_duration"].ShouldBe(TimeSpan.FromMilliseconds(120));
        rich["`réponse 日本 🦊`.inputs.question"].ShouldBe("wie geht's? \0");
        rich["step.inputs"].ShouldBe(DBNull.Value);
        JsonNode.Parse((string)rich["tags"])!["team"]!.GetValue<string>().ShouldBe("a");
        Trace.FromJson((string)rich["trace"]).Spans.Count.ShouldBe(4);
        ours["request"].ShouldBe("""{"a":1,"b.c":[true]}""");
        ours["step.inputs.`b.c`"].ShouldBe("[true]");
        ours["step.outputs"].ShouldBe("text");
        ours["response"].ShouldBe("text");
    }

    [Theory]
    [MemberData(nameof(TrackingWires.All), MemberType = typeof(TrackingWires))]
    public async Task SearchTracesTable_BadField_IsRefusedBeforeAnythingIsAsked(string wire) =>
        (await Should.ThrowAsync<MlflowException>(() => server.Client(wire).SearchTracesTableAsync(["span"], filter: "no filter at all"))).Message.ShouldContain("'span'");

    [Theory]
    [MemberData(nameof(TrackingWires.Stores), MemberType = typeof(TrackingWires))]
    public async Task ToJson_StoredTrace_IsTheSameOverBothWiresAndComesBack(string store)
    {
        var (grpc, rest) = (TrackingWires.Of(TrackingServerFixture.Grpc, store), TrackingWires.Of(TrackingServerFixture.Rest, store));
        var number = server.NewTrace();
        await server.StoreAsync(grpc, await server.NewExperimentAsync(grpc), RichTrace.Of(number));
        await server.Client(rest).LogFeedbackAsync(OtlpSamples.TraceIdText(number), true, rationale: "gut");

        var overGrpc = await server.Client(grpc).GetTraceAsync(OtlpSamples.TraceIdText(number));
        var overRest = await server.Client(rest).GetTraceAsync(OtlpSamples.TraceIdText(number));

        JsonNode.DeepEquals(JsonNode.Parse(overRest.ToJson()), JsonNode.Parse(overGrpc.ToJson())).ShouldBeTrue(overRest.ToJson(indented: true));
        overRest.ToTree().ShouldBe(overGrpc.ToTree());
        var back = Trace.FromJson(overGrpc.ToJson());
        Described.Of(back.Info).ShouldBe(Described.Of(overGrpc.Info));
        Described.Of(back.Spans).ShouldBe(Described.Of(overGrpc.Spans));
    }

    [Theory]
    [MemberData(nameof(TrackingWires.Stores), MemberType = typeof(TrackingWires))]
    public async Task ToTree_StoredTrace_ShowsItsSpans(string store)
    {
        var grpc = TrackingWires.Of(TrackingServerFixture.Grpc, store);
        var number = server.NewTrace();
        await server.StoreAsync(grpc, await server.NewExperimentAsync(grpc), RichTrace.Of(number));

        var trace = await server.Client(grpc).GetTraceAsync(OtlpSamples.TraceIdText(number));

        trace.ToTree(100).ShouldBe($$"""
            réponse 日本 🦊 · OK · 120 ms · 15 tokens · 4 spans · {{trace.Info.TraceId}}
            └─ ✓ réponse 日本 🦊 AGENT 120 ms {"question":"wie geht's? \u0000","nested":{"list":[1,2.5,n… → "42"
               ├─ ✓ native UNKNOWN 10 ms
               └─ ✗ foreign CHAT_MODEL 10 ms 12 + 3 tokens das ging schief ✗
                  └─ … open UNKNOWN not ended

            """);
    }

    private static DataRow Row(DataTable table, int number) => table.Rows.Cast<DataRow>().Single(row => (string)row["trace_id"] == OtlpSamples.TraceIdText(number));
}
