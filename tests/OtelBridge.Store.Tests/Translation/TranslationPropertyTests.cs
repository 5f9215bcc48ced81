using FsCheck;
using FsCheck.Fluent;
using OtelBridge.Otlp;
using OtelBridge.Store.Translation;
using OtelBridge.Store.Translation.Chat;
using OtelBridge.Dialects;
using OtelBridge.TestSupport;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Translation;

/// <summary>Nothing that a span says makes translation fail: any value, of any shape, under every key that means something.</summary>
public sealed class TranslationPropertyTests
{
    // Members that some provider or framework uses, so that random JSON gets deep into the readings.
    private static readonly string[] Names =
    [
        "role", "content", "contents", "parts", "messages", "input", "output", "message", "choices", "candidates", "generations", "type", "text", "id", "name",
        "tool_calls", "toolCalls", "function", "arguments", "function_call", "tool_call_id", "call_id", "kwargs", "data", "system", "instructions", "prompt",
        "model", "tools", "source", "image_url", "image", "url", "summary", "result", "response", "finish_reason", "additional_kwargs", "input_tokens",
        "output_tokens", "json_schema", "value", "\\ud800",
    ];

    private static readonly string[] Texts =
    [
        "\"user\"", "\"assistant\"", "\"tool\"", "\"text\"", "\"tool_use\"", "\"tool_result\"", "\"function_call\"", "\"function_call_output\"", "\"reasoning\"", "\"image\"",
        "\"human\"", "\"ai\"", "\"HumanMessage\"", "\"\"", "\"hi\"", "\"\\ud800\"", "\"[{\\\"type\\\":\\\"text\\\"}]\"", "\"data:x\"", "null", "true", "0", "-1", "1e400", "[]", "{}",
    ];

    private static readonly string[] Keys =
    [
        .. KnownDialects.InOrder.SelectMany(d => (IEnumerable<string>)[
            .. d.Kinds, .. d.Inputs, .. d.Outputs, .. d.ChatInputs, .. d.ChatOutputs, .. d.SystemInstructions, .. d.Tools, .. d.InputTokens, .. d.OutputTokens, .. d.Usages,
            .. d.CacheReadTokens, .. d.Models, .. d.Providers, .. d.Sessions, .. d.TraceIds, .. d.Experiments,
            .. d.FlattenedInputs.Concat(d.FlattenedOutputs).Concat(d.FlattenedTools).SelectMany(list => (string[])[
                list.Prefix + "0.message.role", list.Prefix + "1.message.content", list.Prefix + "1.message.tool_calls.0.tool_call.function.name", list.Prefix + "0.content",
                list.Prefix + "0", list.Prefix + "0.tool_calls.0.arguments"]),
            .. d.SpanTypes?.Keys.Select(_ => d.Kinds[0]) ?? [],
        ]),
    ];

    private static readonly string[] Kinds = [.. KnownDialects.InOrder.SelectMany(d => d.SpanTypes?.Keys ?? [])];

    private static readonly string[] Events =
    [
        "gen_ai.system.message", "gen_ai.user.message", "gen_ai.assistant.message", "gen_ai.tool.message", "gen_ai.choice", "gen_ai.content.prompt",
        "gen_ai.content.completion", "exception",
    ];

    private static readonly string[] EventKeys = ["content", "role", "tool_calls", "message", "gen_ai.event.content", "gen_ai.prompt", "gen_ai.completion", "exception.type"];

    [Fact]
    public void Translation_AnySpan_IsReadWithoutFailing() => Prop.ForAll(AnySpan().ToArbitrary(), static span =>
    {
        var row = SpanTranslator.Translate(span, TraceIdText(1)).Row;
        var reading = SpanReading.Of(span);
        var chat = ChatMessages.Read(span);
        return (row.Model?.Length ?? 0) <= 250 && (row.Error?.Length ?? 0) <= 1000
            && (row.Root!.RequestPreview?.Length ?? 0) <= TracePreview.MaxLength
            && (chat is null || chat.Messages.All(message => message.Parts.Count > 0))
            && IsJson(reading.Inputs) && IsJson(reading.Outputs) && reading.TokenDetails is null or { CacheRead: null or >= 0 };
    }).ShouldHold(1000);

    private static bool IsJson(string? text)
    {
        if (text is not null)
        {
            System.Text.Json.JsonDocument.Parse(text).Dispose();
        }

        return true;
    }

    private static Gen<Span> AnySpan() =>
        from kind in Gen.Elements(Kinds)
        from kindKey in Gen.Elements("openinference.span.kind", "gen_ai.operation.name", "ai.operationId", "mlflow.spanType", "traceloop.span.kind")
        from attributes in Attributes(Keys).ListOf()
        from events in (from name in Gen.Elements(Events) from members in Attributes(EventKeys).ListOf() select (name, members)).ListOf()
        select Made(kindKey, kind, attributes, events);

    private static Span Made(string kindKey, string kind, IEnumerable<KeyValue> attributes, IEnumerable<(string Name, List<KeyValue> Attributes)> events)
    {
        var span = Span(1, 1).With(kindKey, kind);
        span.Attributes.AddRange(attributes);
        span.Events.AddRange(events.Select(e => new Span.Types.Event { Name = e.Name, Attributes = { e.Attributes } }));
        return span;
    }

    private static Gen<KeyValue> Attributes(string[] keys) =>
        from key in Gen.Elements(keys)
        from value in Gen.OneOf(
            Json(4).Select(json => new AnyValue { StringValue = json }),
            Gen.Elements("text", "", "{", "[{", "\"", "12", "-1", "1e999").Select(text => new AnyValue { StringValue = text }),
            Gen.Choose(-2, 1000).Select(number => new AnyValue { IntValue = number }),
            Gen.Constant(new AnyValue { DoubleValue = double.NaN }),
            Gen.Constant(new AnyValue()),
            Json(2).Select(json => new AnyValue { ArrayValue = new ArrayValue { Values = { new AnyValue { StringValue = json }, new AnyValue() } } }),
            Json(2).Select(json => new AnyValue { KvlistValue = new KeyValueList { Values = { Attribute("messages", json), Attribute("model", json) } } }))
        select Attribute(key, value);

    private static Gen<string> Json(int depth) => depth == 0
        ? Gen.Elements(Texts)
        : Gen.Frequency(
            (2, Gen.Elements(Texts)),
            (2, Few(Json(depth - 1)).Select(elements => $"[{string.Join(',', elements)}]")),
            (5, Few(from name in Gen.Elements(Names) from value in Json(depth - 1) select $"\"{name}\":{value}").Select(members => $"{{{string.Join(',', members)}}}")));

    private static Gen<List<string>> Few(Gen<string> one) => from count in Gen.Choose(0, 5) from items in one.ListOf(count) select items;
}
