using System.Text;
using Google.Protobuf;
using OtelBridge.Otlp;
using OtelBridge.Store.TracesJson;
using OtelBridge.TestSupport;

namespace OtelBridge.Store.Tests.TracesJson;

public sealed class TracesJsonReaderTests
{
    private const string TraceId = "tr-0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("ASNFZ4mrze8BI0VniavN7w==", "ASNFZ4mrze8=", "/ty6mHZUMhA=")] // 3.5.1 and later
    [InlineData("tr-0123456789abcdef0123456789abcdef", "0123456789abcdef", "fedcba9876543210")] // 3.5.0
    [InlineData("0123456789abcdef0123456789abcdef", "0123456789abcdef", "fedcba9876543210")] // hex that is valid base64 too
    [InlineData("trace:/catalog.schema/0123456789abcdef0123456789abcdef", "0123456789abcdef", "fedcba9876543210")]
    public void Read_IdsInEveryForm_AreTheSame(string traceId, string spanId, string parentId)
    {
        var span = ReadOne($$"""{"trace_id":"{{traceId}}","span_id":"{{spanId}}","parent_span_id":"{{parentId}}","name":"n" }""");

        span.TraceId.ShouldBe(Id("0123456789abcdef0123456789abcdef"));
        span.SpanId.ShouldBe(Id("0123456789abcdef"));
        span.ParentSpanId.ShouldBe(Id("fedcba9876543210"));
    }

    [Fact]
    public void Read_Version3_GivesWholeSpan()
    {
        var span = ReadOne("""
            {"trace_id":"ASNFZ4mrze8BI0VniavN7w==","span_id":"ASNFZ4mrze8=","parent_span_id":null,"name":"predict",
             "start_time_unix_nano":1762000000000000001,"end_time_unix_nano":"1762000001500000000",
             "events":[{"name":"exception","time_unix_nano":1762000001000000000,"attributes":{"exception.message":"boom","n":1}}],
             "status":{"code":"STATUS_CODE_ERROR","message":"boom"},
             "attributes":{"mlflow.traceRequestId":"\"tr-other\"","mlflow.spanType":"\"LLM\"","mlflow.spanInputs":"{\"q\": [1, 2.5, null]}","plain":"no json"}}
            """);

        span.ParentSpanId.ShouldBeEmpty();
        span.StartTimeUnixNano.ShouldBe(1762000000000000001ul);
        span.EndTimeUnixNano.ShouldBe(1762000001500000000ul);
        span.Status.ShouldBe(new Status { Code = Status.Types.StatusCode.Error, Message = "boom" });
        span.Events.Single().Attributes.Select(static a => a.Key).ShouldBe(["exception.message", "n"]);
        Attribute(span, "mlflow.traceRequestId").StringValue.ShouldBe(TraceId);
        Attribute(span, "mlflow.spanType").StringValue.ShouldBe("LLM");
        Attribute(span, "plain").StringValue.ShouldBe("no json");
        var list = Attribute(span, "mlflow.spanInputs").KvlistValue.Values.Single().Value.ArrayValue.Values;
        list.Select(static item => item.ValueCase).ShouldBe([AnyValue.ValueOneofCase.IntValue, AnyValue.ValueOneofCase.DoubleValue, AnyValue.ValueOneofCase.None]);
    }

    [Fact]
    public void Read_Version2_GivesWholeSpan()
    {
        var span = ReadOne("""
            {"name":"predict","context":{"trace_id":"0x0123456789abcdef0123456789abcdef","span_id":"0x0123456789abcdef"},"parent_id":"0xfedcba9876543210",
             "start_time":1,"end_time":2,"status_code":"OK","status_message":"","attributes":{"mlflow.spanOutputs":"\"done\""},
             "events":[{"name":"e","timestamp":3,"attributes":{"k":"v"}}]}
            """);

        span.SpanId.ShouldBe(Id("0123456789abcdef"));
        span.ParentSpanId.ShouldBe(Id("fedcba9876543210"));
        (span.StartTimeUnixNano, span.EndTimeUnixNano).ShouldBe((1ul, 2ul));
        span.Status.Code.ShouldBe(Status.Types.StatusCode.Ok);
        span.Events.Single().TimeUnixNano.ShouldBe(3ul);
        Attribute(span, "mlflow.spanOutputs").StringValue.ShouldBe("done");
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"spans":1}""")]
    [InlineData("""{"spans":[1]}""")]
    [InlineData("""{"spans":[{}]}""")]
    [InlineData("""{"spans":[{"trace_id":"ASNFZ4mrze8BI0VniavN7w==","span_id":"AS"}]}""")]
    [InlineData("""{"spans":[{"trace_id":"ASNFZ4mrze8BI0VniavN7w==","span_id":1}]}""")]
    [InlineData("""{"spans":[{"trace_id":"ASNFZ4mrze8BI0VniavN7w==","span_id":"ASNFZ4mrze8=","start_time_unix_nano":"soon"}]}""")]
    [InlineData("""{"spans":[{"trace_id":"ASNFZ4mrze8BI0VniavN7w==","span_id":"ASNFZ4mrze8=","start_time_unix_nano":-1}]}""")]
    [InlineData("""{"spans":[{"trace_id":"ASNFZ4mrze8BI0VniavN7w==","span_id":"ASNFZ4mrze8=","start_time_unix_nano":99999999999999999999}]}""")]
    [InlineData("""{"spans":[{"trace_id":"ASNFZ4mrze8BI0VniavN7w==","span_id":"ASNFZ4mrze8=","attributes":[]}]}""")]
    [InlineData("""{"spans":[{"trace_id":"ASNFZ4mrze8BI0VniavN7w==","span_id":"ASNFZ4mrze8=","name":"\ud800"}]}""")]
    [InlineData("""{"spans":[{"trace_id":"ASNFZ4mrze8BI0VniavN7w==","span_id":"ASNFZ4mrze8=","attributes":{"k":"\ud800"}}]}""")]
    [InlineData("""{"spans":[{"trace_id":"ASNFZ4mrze8BI0VniavN7w==","span_id":"ASNFZ4mrze8=","events":{}}]}""")]
    public void Read_WhatIsNoSuchFile_SaysSo(string file) =>
        Should.Throw<TracesJsonException>(() => TracesJsonReader.Read(Encoding.UTF8.GetBytes(file), TraceId)).Message.ShouldStartWith("The file is no traces.json: ");

    private static Span ReadOne(string span) =>
        TracesJsonReader.Read(Encoding.UTF8.GetBytes($$"""{"spans":[{{span}}]}"""), TraceId).ResourceSpans.AllSpans().Single();

    private static AnyValue Attribute(Span span, string key) => span.Attributes.Single(attribute => attribute.Key == key).Value;

    private static ByteString Id(string hex) => ByteString.CopyFrom(Convert.FromHexString(hex));
}
