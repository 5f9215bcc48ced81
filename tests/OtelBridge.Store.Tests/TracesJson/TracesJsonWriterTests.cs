using System.Buffers;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using OtelBridge.Attributes;
using OtelBridge.Otlp;
using OtelBridge.Store.TracesJson;
using OtelBridge.Store.Translation;
using OtelBridge.TestSupport;

namespace OtelBridge.Store.Tests.TracesJson;

public sealed class TracesJsonWriterTests
{
    private static readonly Gen<AnyValue> Scalars = Gen.OneOf(
        Gen.Elements("", "text", "{\"a\": 1}", "[1]", "\"quoted\"", "5", "é ☕").Select(static text => new AnyValue { StringValue = text }),
        ArbMap.Default.GeneratorFor<long>().Select(static number => new AnyValue { IntValue = number }),
        ArbMap.Default.GeneratorFor<bool>().Select(static value => new AnyValue { BoolValue = value }),
        Gen.Elements(0.5, -1e300, 2.25).Select(static number => new AnyValue { DoubleValue = number }),
        Gen.Constant(new AnyValue()));

    private static readonly Gen<AnyValue> Values = Gen.OneOf(
        Scalars,
        Scalars.ArrayOf().Select(static items => new AnyValue { ArrayValue = new ArrayValue { Values = { items } } }),
        Scalars.Select(static item => new AnyValue { KvlistValue = new KeyValueList { Values = { OtlpSamples.Attribute("inner", item) } } }));

    [Fact]
    public void Write_AnyAttributes_ReadBackAsTheyWereShown() => Prop.ForAll(Values.ArrayOf().ToArbitrary(), static values =>
    {
        var span = OtlpSamples.Span(1, 1);
        for (var i = 0; i < values.Length; i++)
        {
            span.With($"key{i}", values[i]);
        }

        RoundTrips(span, "spans", TracesJsonWriter.WriteSpan);
        RoundTrips(span, "spans", TracesJsonV2Writer.WriteSpan);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Write_SpanOfEveryPart_ReadsBackEqual()
    {
        var span = OtlpSamples.Span(1, 2, parent: 1, name: "child", offsetMs: 5, status: Status.Types.StatusCode.Error)
            .With(MlflowKeys.SpanType, "LLM").With(MlflowKeys.SpanInputs, "{\"q\": 1}");
        span.Status.Message = "broken";
        span.Events.Add(new Span.Types.Event { Name = "e", TimeUnixNano = OtlpSamples.Start, Attributes = { OtlpSamples.Attribute("k", "v") } });

        RoundTrips(span, "spans", TracesJsonWriter.WriteSpan);
        RoundTrips(span, "spans", TracesJsonV2Writer.WriteSpan);
    }

    [Fact]
    public void Write_UnendedRoot_HasNullsAsMlflow()
    {
        using var file = JsonDocument.Parse(Write(OtlpSamples.Span(1, 1, durationMs: -1), "spans", TracesJsonWriter.WriteSpan));

        var span = file.RootElement.GetProperty("spans")[0];
        span.GetProperty("parent_span_id").ValueKind.ShouldBe(JsonValueKind.Null);
        span.GetProperty("end_time_unix_nano").ValueKind.ShouldBe(JsonValueKind.Null);
        span.GetProperty("attributes").GetProperty(MlflowKeys.TraceRequestId).GetString().ShouldBe($"\"{OtlpSamples.TraceIdText(1)}\"");
    }

    private static void RoundTrips(Span span, string list, Action<Utf8JsonWriter, SpanView> write)
    {
        var read = TracesJsonReader.Read(Write(span, list, write), OtlpSamples.TraceIdText(1)).ResourceSpans.AllSpans().Single();

        var expected = span.Clone();
        expected.Attributes.Clear();
        expected.Attributes.AddRange(SpanView.Of(span, OtlpSamples.TraceIdText(1)).Attributes());
        read.ToString().ShouldBe(expected.ToString());
    }

    private static ReadOnlyMemory<byte> Write(Span span, string list, Action<Utf8JsonWriter, SpanView> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray(list);
            write(json, SpanView.Of(span, OtlpSamples.TraceIdText(1)));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
