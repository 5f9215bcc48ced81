using System.Text;
using OtelBridge.Otlp;
using OtelBridge.Server.Otlp;
using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Otlp;

public sealed class OtlpJsonReaderTests
{
    [Fact]
    public void Request_OfTheSpecification_IsRead()
    {
        // The example of the OTLP repository (examples/trace.json), shortened.
        const string Text = """
            {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"my.service"}}]},
            "scopeSpans":[{"scope":{"name":"my.library","version":"1.0.0","attributes":[{"key":"my.scope.attribute","value":{"stringValue":"some scope attribute"}}]},
            "spans":[{"traceId":"5B8EFFF798038103D269B633813FC60C","spanId":"EEE19B7EC3C1B174","parentSpanId":"EEE19B7EC3C1B173",
            "name":"I'm a server span","startTimeUnixNano":"1544712660000000000","endTimeUnixNano":"1544712661000000000","kind":2,
            "attributes":[{"key":"my.span.attr","value":{"stringValue":"some value"}}]}]}]}]}
            """;

        var request = Read(Text);

        request.ResourceSpans[0].Resource.Attributes[0].Value.StringValue.ShouldBe("my.service");
        request.ResourceSpans[0].ScopeSpans[0].Scope.Attributes[0].Key.ShouldBe("my.scope.attribute");
        var span = request.ResourceSpans.AllSpans().Single();
        Convert.ToHexString(span.TraceId.Span).ShouldBe("5B8EFFF798038103D269B633813FC60C");
        Convert.ToHexString(span.ParentSpanId.Span).ShouldBe("EEE19B7EC3C1B173");
        span.StartTimeUnixNano.ShouldBe(1544712660000000000UL);
        span.Kind.ShouldBe(Span.Types.SpanKind.Server);
        span.Attributes[0].Value.StringValue.ShouldBe("some value");
    }

    [Fact]
    public void ProtoNames_EnumNames_NumbersAsText_AreRead()
    {
        const string Text = """
            {"resource_spans":[{"schema_url":"s","scope_spans":[{"spans":[{"trace_id":"01","span_id":"02","parent_span_id":"03","trace_state":"k=v",
            "flags":257,"kind":"SPAN_KIND_CLIENT","start_time_unix_nano":5,"end_time_unix_nano":"6","dropped_attributes_count":"7",
            "dropped_events_count":8,"dropped_links_count":9,"status":{"code":"STATUS_CODE_ERROR","message":"m"},
            "events":[{"time_unix_nano":10,"name":"e","dropped_attributes_count":11}],
            "links":[{"trace_id":"0a","span_id":"0b","trace_state":"l","flags":12,"dropped_attributes_count":13}],
            "attributes":[{"key":"i","value":{"int_value":-14}},{"key":"d","value":{"double_value":"1.5"}},{"key":"b","value":{"bytes_value":"_-8"}},
            {"key":"a","value":{"array_value":{"values":[{"bool_value":true},null,{}]}}},{"key":"n","value":null}]}]}]}]}
            """;

        var group = Read(Text).ResourceSpans.Single();

        group.SchemaUrl.ShouldBe("s");
        var span = group.ScopeSpans[0].Spans[0];
        span.TraceState.ShouldBe("k=v");
        span.Flags.ShouldBe(257u);
        span.Kind.ShouldBe(Span.Types.SpanKind.Client);
        (span.StartTimeUnixNano, span.EndTimeUnixNano).ShouldBe((5UL, 6UL));
        (span.DroppedAttributesCount, span.DroppedEventsCount, span.DroppedLinksCount).ShouldBe((7u, 8u, 9u));
        span.Status.ShouldBe(new Status { Code = Status.Types.StatusCode.Error, Message = "m" });
        span.Events[0].ShouldBe(new Span.Types.Event { TimeUnixNano = 10, Name = "e", DroppedAttributesCount = 11 });
        (span.Links[0].TraceState, span.Links[0].Flags, span.Links[0].DroppedAttributesCount).ShouldBe(("l", 12u, 13u));
        span.Attributes[0].Value.IntValue.ShouldBe(-14);
        span.Attributes[1].Value.DoubleValue.ShouldBe(1.5);
        span.Attributes[2].Value.BytesValue.ToByteArray().ShouldBe([0xFF, 0xEF]);
        span.Attributes[3].Value.ArrayValue.Values.ShouldBe([new AnyValue { BoolValue = true }, new AnyValue(), new AnyValue()]);
        span.Attributes[4].Value.ShouldBeNull();
    }

    [Fact]
    public void UnknownFieldsAndNulls_AreIgnored()
    {
        const string Text = """
            {"future":{"deep":[1,{"x":null}]},"resourceSpans":[{"resource":null,"other":[[]],"scopeSpans":[{"scope":null,"spans":[
            {"traceId":null,"name":null,"kind":null,"startTimeUnixNano":null,"attributes":null,"status":null,"events":[],"new":true}]}]}]}
            """;

        var request = Read(Text);

        request.ResourceSpans[0].Resource.ShouldBeNull();
        request.ResourceSpans.AllSpans().Single().ShouldBe(new Span());
    }

    [Theory]
    [InlineData("5.0", 5)]
    [InlineData("5e2", 500)]
    [InlineData("\"-9223372036854775808\"", long.MinValue)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void Integer_InEverySpelling_IsRead(string text, long value) => ReadValue($$"""{"intValue":{{text}}}""").IntValue.ShouldBe(value);

    [Theory]
    [InlineData("\"NaN\"", double.NaN)]
    [InlineData("\"Infinity\"", double.PositiveInfinity)]
    [InlineData("\"-Infinity\"", double.NegativeInfinity)]
    [InlineData("-0.0", -0.0)]
    [InlineData("1e-7", 1e-7)]
    public void Double_InEverySpelling_IsRead(string text, double value) =>
        ReadValue($$"""{"doubleValue":{{text}}}""").DoubleValue.ShouldBe(value);

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("null", 1, 1)]
    [InlineData("[]", 1, 1)]
    [InlineData("{", 1, 2)]
    [InlineData("{} {}", 1, 4)]
    [InlineData("{\"resourceSpans\":[{\"scopeSpans\":[}", 1, 34)]
    [InlineData("{\n \"resourceSpans\": {}}", 2, 19)]
    [InlineData("{\"resourceSpans\":[null]}", 1, 19)]
    [InlineData("{\"resourceSpans\":[{\"schemaUrl\":5}]}", 1, 32)]
    public void Text_OfWrongForm_IsRefusedWithItsPlace(string text, long line, long column)
    {
        var error = Should.Throw<OtlpJsonException>(() => Read(text));

        (error.Line, error.Column).ShouldBe((line, column), error.Message);
    }

    [Theory]
    [InlineData("{\"traceId\":\"xyz\"}")]
    [InlineData("{\"traceId\":\"abc\"}")]
    [InlineData("{\"traceId\":5}")]
    [InlineData("{\"kind\":\"SPAN_KIND_WRONG\"}")]
    [InlineData("{\"kind\":1.5}")]
    [InlineData("{\"startTimeUnixNano\":-1}")]
    [InlineData("{\"startTimeUnixNano\":\"18446744073709551616\"}")]
    [InlineData("{\"startTimeUnixNano\":\"\"}")]
    [InlineData("{\"flags\":4294967296}")]
    [InlineData("{\"name\":\"\\ud800\"}")]
    [InlineData("{\"attributes\":{}}")]
    [InlineData("{\"attributes\":[{\"key\":1}]}")]
    [InlineData("{\"attributes\":[{\"value\":{\"boolValue\":\"true\"}}]}")]
    [InlineData("{\"attributes\":[{\"value\":{\"doubleValue\":1e999}}]}")]
    [InlineData("{\"attributes\":[{\"value\":{\"bytesValue\":\"?\"}}]}")]
    [InlineData("{\"attributes\":[{\"value\":{\"bytesValue\":\"\\ud800\"}}]}")]
    [InlineData("{\"attributes\":[{\"value\":{\"arrayValue\":[]}}]}")]
    public void Span_WithAFieldOfWrongForm_IsRefused(string span) =>
        Should.Throw<OtlpJsonException>(() => Read($$"""{"resourceSpans":[{"scopeSpans":[{"spans":[{{span}}]}]}]}""")).Message.ShouldContain("line 1, column");

    [Fact]
    public void InvalidUtf8_IsRefusedWithItsPlace()
    {
        byte[] text = [.. "{\n\"a\":\""u8, 0xC3, 0x28, .. "\"}"u8];

        var error = Should.Throw<OtlpJsonException>(() => OtlpJsonReader.ReadRequest(text));

        (error.Line, error.Column).ShouldBe((2, 6));
    }

    [Fact]
    public void ByteOrderMark_IsPassedOver() =>
        OtlpJsonReader.ReadRequest([.. Encoding.UTF8.Preamble, .. "{}"u8]).ShouldBe(new ExportTraceServiceRequest());

    [Theory]
    [InlineData("""{"arrayValue":{"values":[""", "]}}")]
    [InlineData("""{"kvlistValue":{"values":[{"value":""", "}]}}")]
    public void Nesting_WithoutEnd_IsRefused(string open, string close)
    {
        const int Levels = 10_000;
        var value = string.Concat(Enumerable.Repeat(open, Levels)) + "{}" + string.Concat(Enumerable.Repeat(close, Levels));

        Should.Throw<OtlpJsonException>(() => ReadValue(value));
    }

    [Theory]
    [InlineData("""{"arrayValue":{"values":[""", "]}}")]
    [InlineData("""{"kvlistValue":{"values":[{"value":""", "}]}}")]
    public void Nesting_IsTakenAsDeepAsProtobufTakesIt(string open, string close)
    {
        var deepest = Enumerable.Range(1, 60).Reverse().Select(levels => TryReadNested(open, close, levels)).First(static request => request is not null)!;

        var bytes = Google.Protobuf.MessageExtensions.ToByteArray(deepest);

        ExportTraceServiceRequest.Parser.ParseFrom(bytes).ShouldBe(deepest);
    }

    private static ExportTraceServiceRequest? TryReadNested(string open, string close, int levels)
    {
        var value = string.Concat(Enumerable.Repeat(open, levels)) + "{}" + string.Concat(Enumerable.Repeat(close, levels));
        try
        {
            return Read(InSpan(value));
        }
        catch (OtlpJsonException)
        {
            return null;
        }
    }

    private static AnyValue ReadValue(string value) => Read(InSpan(value)).ResourceSpans.AllSpans().Single().Attributes[0].Value;

    private static string InSpan(string value) =>
        $$"""{"resourceSpans":[{"scopeSpans":[{"spans":[{"events":[{"attributes":[{"key":"k","value":{{value}}}]}],"attributes":[{"key":"k","value":{{value}}}]}]}]}]}""";

    private static ExportTraceServiceRequest Read(string text) => OtlpJsonReader.ReadRequest(Encoding.UTF8.GetBytes(text));
}
