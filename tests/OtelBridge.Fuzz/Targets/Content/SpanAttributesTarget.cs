using System.Text;
using OtelBridge.Fuzz.Engine;
using OtelBridge.Fuzz.Targets.Spans;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;

namespace OtelBridge.Fuzz.Targets.Content;

/// <summary>Attributes of every dialect, one a line as <c>KEY=VALUE</c>; a value that is JSON is also one of OTLP's own lists and maps.</summary>
internal sealed class SpanAttributesTarget : FuzzTarget
{
    private const int MaxAttributes = 400;

    public override string Name => "dialects";

    public override string What => "attributes of every dialect: types, inputs and outputs, tokens, costs, models";

    public override int InputsInTests => 200;

    public override IReadOnlyList<string> Words { get; } = [.. WordLists.Attributes, .. WordLists.Json, .. Mutation.Numbers.Texts, "\n", "=", ".0.", ".1.", ".00.", ".999999999.", ".message.", ".content", ".role", ".", "..", "events.", "link."];

    public override IEnumerable<byte[]> Seeds => ((string[])
    [
        string.Join('\n', WordLists.Attributes.Where(static word => word.Length > 2 && !word.Contains('"', StringComparison.Ordinal)).Select(static word => word + "=5")),
        "gen_ai.usage.input_tokens=1\ngen_ai.usage.output_tokens=2\ngen_ai.request.model=gpt-4o\ngen_ai.provider.name=openai\ngen_ai.system=openai",
        "openinference.span.kind=LLM\nllm.input_messages.0.message.role=user\nllm.input_messages.0.message.contents.0.message_content.text=hi\nllm.input_messages.1.message.tool_calls.0.tool_call.function.arguments={}\nllm.cost.total=1e30",
        "traceloop.span.kind=task\ntraceloop.entity.input={\"a\":1}\nai.prompt={\"messages\":[]}\nai.usage.promptTokens=5\nmlflow.llm.cost={\"input_cost\":1e999,\"total_cost\":-1}",
        "events.gen_ai.choice.message={\"content\":\"x\"}\nevents.gen_ai.user.message.content=hi",
    ]).Select(Encoding.UTF8.GetBytes);

    public override string Run(ReadOnlySpan<byte> input)
    {
        var span = OtlpSamples.Span(1, 1);
        foreach (var line in Encoding.UTF8.GetString(input).Split('\n').Take(MaxAttributes))
        {
            var parts = line.Split('=', 2);
            var value = ValueOf(parts.Length > 1 ? parts[1] : "");
            if (parts[0].StartsWith("events.", StringComparison.Ordinal) && parts[0].LastIndexOf('.') is var end && end > 7)
            {
                span.Events.Add(new Span.Types.Event { Name = parts[0][7..end], Attributes = { OtlpSamples.Attribute(parts[0][(end + 1)..], value) } });
            }
            else
            {
                span.Attributes.Add(OtlpSamples.Attribute(parts[0], value));
            }
        }

        return SpanReaders.Run(OtlpSamples.Request(span, OtlpSamples.Span(1, 2, parent: 1)));
    }

    // By its length, so that one mutation decides between text and value.
    private static AnyValue ValueOf(string text) => text.Length % 2 == 1 && JsonAnyValue.TryRead(text, out var value) ? value : new AnyValue { StringValue = text };
}
