using System.Diagnostics;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using OtelBridge.Attributes;
using OtelBridge.Export;
using OtelBridge.Export.Dialects;
using OtelBridge.Export.Forms;
using OtelBridge.TestSupport;

namespace OtelBridge.Tests.Export.Dialects;

/// <summary>Whatever a program records, translating it throws nothing, loses nothing of it, and makes JSON where JSON belongs.</summary>
public sealed class DialectPropertyTests
{
    private static readonly string[] Types =
    [
        SpanType.Llm, SpanType.ChatModel, SpanType.Agent, SpanType.Tool, SpanType.Retriever, SpanType.Reranker, SpanType.Embedding, SpanType.Memory, SpanType.Chain, SpanType.Unknown,
    ];

    // Names that the dialects look for, so that random JSON is not all strange to them.
    private static readonly string[] Names =
    [
        "messages", "role", "content", "parts", "text", "type", "tool_calls", "function", "name", "arguments", "model", "id", "input", "contents", "system", "tools", "data", "embedding",
        "choices", "message", "documents", "metadata", "score", "query", "stop", "n", "seed", "temperature", "source", "image_url", "url", "config", "k", "x",
    ];

    private static readonly string[] Scalars =
    [
        "null", "true", "0", "-1", "1e999", "123456789012345678901234567890", "0.5", "\"\"", "\"user\"", "\"assistant\"", "\"text\"", "\"tool_use\"", "\"image\"", "\"hi\"", "\"{}\"",
        "\"[{\\\"type\\\":\\\"text\\\"}]\"", "\"\\ud83d\"", "\"data:image/png;base64,AA\"", "\"data:;base64,\"", "\"42\"", "\"ü\"",
    ];

    [Fact]
    public void Translate_AnyJson_ThrowsNothingAndWritesJson() => Prop.ForAll(
        Json(4).Zip(Json(4)).Zip(Gen.Elements(Types)).ToArbitrary(),
        static sample => Translate(sample.Item2, sample.Item1.Item1, sample.Item1.Item2)).ShouldHold(3_000);

    [Fact]
    public void Translate_DamagedJson_ThrowsNothing() => Prop.ForAll(
        Json(3).Zip(Gen.Choose(0, 200)).Zip(Gen.Elements(Types)).ToArbitrary(),
        static sample => Translate(sample.Item2, sample.Item1.Item1[..Math.Min(sample.Item1.Item2, sample.Item1.Item1.Length)], sample.Item1.Item1)).ShouldHold(1_000);

    [Fact]
    public void Translate_AnyText_ThrowsNothing() => Prop.ForAll(
        ArbMap.Default.ArbFor<string>(), static text => Translate(SpanType.ChatModel, text, text)).ShouldHold(500);

    [Theory]
    [InlineData(60)]
    [InlineData(100_000)]
    public void Translate_DeepJson_ThrowsNothing(int depth)
    {
        var json = string.Concat(Enumerable.Repeat("{\"messages\":[", depth)) + string.Concat(Enumerable.Repeat("]}", depth));
        foreach (var type in Types)
        {
            Translate(type, json, json).ShouldBeTrue();
        }
    }

    [Fact]
    public void Apply_AttributesOfOtherTypes_ThrowsNothing()
    {
        using var activity = new Activity("odd");
        foreach (var key in typeof(MlflowKeys).GetFields().Select(field => (string)field.GetRawConstantValue()!))
        {
            activity.SetTag(key, new object());
        }

        activity.AddTag(null!, "x").AddTag(MlflowKeys.SpanType, SpanType.ChatModel);
        var draft = new SpanDraft();
        draft.Begin(activity);

        new DialectChange(SpanDialects.GenAi | SpanDialects.OpenInference | SpanDialects.Mlflow, new ContentRule(true, 100)).Translate(draft);

        draft.Attributes.Count(tag => tag.Key is null).ShouldBe(1);
        draft.Get(GenAiKeys.OperationName).ShouldBeNull();
    }

    private static bool Translate(string type, string? inputs, string? outputs)
    {
        using var activity = new Activity("span");
        activity.SetTag(MlflowKeys.SpanType, type).SetTag(MlflowKeys.SpanInputs, inputs).SetTag(MlflowKeys.SpanOutputs, outputs).SetTag(MlflowKeys.ChatTools, outputs)
            .SetTag(MlflowKeys.ChatTokenUsage, inputs);
        var draft = new SpanDraft();
        draft.Begin(activity);

        new DialectChange(SpanDialects.Mlflow | SpanDialects.GenAi | SpanDialects.OpenInference, new ContentRule(true, int.MaxValue)).Translate(draft);

        foreach (var key in (string[])[GenAiKeys.InputMessages, GenAiKeys.OutputMessages, GenAiKeys.SystemInstructions, GenAiKeys.ToolDefinitions])
        {
            if (draft.Get(key) is string json)
            {
                using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 200 });
                document.RootElement.GetArrayLength().ShouldBeGreaterThan(0);
            }
        }

        return draft.Get(MlflowKeys.SpanInputs) as string == inputs && draft.Attributes.Select(tag => tag.Key).Distinct().Count() == draft.Attributes.Count;
    }

    private static Gen<string> Json(int depth) => depth == 0
        ? Gen.Elements(Scalars)
        : Gen.Frequency(
            (2, Gen.Elements(Scalars)),
            (2, Json(depth - 1).ListOf(3).Select(items => $"[{string.Join(',', items)}]")),
            (4, Gen.Elements(Names).Zip(Json(depth - 1)).ListOf(4).Select(members => $"{{{string.Join(',', members.Select(m => $"\"{m.Item1}\":{m.Item2}"))}}}")));
}
