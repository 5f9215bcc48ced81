using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OtelBridge.Entities;

namespace OtelBridge.Tests.Entities;

public sealed class TraceJsonTests
{
    private const string Hex = "0123456789abcdef0123456789abcdef";
    private const string TraceId = "tr-" + Hex;

    private static readonly string[] ReservedMembers =
    [
        "trace_id", "span_id", "parent_span_id", "name", "start_time_unix_nano", "end_time_unix_nano", "events", "status", "attributes",
    ];

    [Fact]
    public void ToJson_Trace_HasTheFormOfMlflow3()
    {
        var trace = new Trace
        {
            Info = new TraceInfo
            {
                TraceId = TraceId,
                ExperimentId = "7",
                State = TraceState.Error,
                RequestTimeNs = 1_762_332_558_699_000_000,
                ExecutionDuration = TimeSpan.FromTicks(1_234_999),
                RequestPreview = string.Empty,
                TokenUsage = new TokenUsage(1, 2, 3),
                Tags = new Dictionary<string, string> { ["mlflow.traceName"] = "predict" },
            },
            Spans =
            [
                new Span
                {
                    TraceId = TraceId,
                    SpanId = "0123456789abcdef",
                    Name = "predict",
                    StartTimeNs = 5,
                    Status = SpanStatus.Error,
                    StatusDescription = "boom",
                    Attributes = new Dictionary<string, JsonElement> { ["mlflow.spanType"] = Json("\"LLM\""), ["mlflow.spanInputs"] = Json("""{"q": "hï"}"""), ["none"] = Json("null") },
                    Events = [new SpanEvent("exception", 6, new Dictionary<string, JsonElement> { ["exception.message"] = Json("\"boom\"") })],
                },
            ],
        };

        JsonNode.DeepEquals(JsonNode.Parse(trace.ToJson()), JsonNode.Parse($$"""
            {
              "info": {
                "trace_id": "{{TraceId}}",
                "trace_location": { "type": "MLFLOW_EXPERIMENT", "mlflow_experiment": { "experiment_id": "7" } },
                "request_preview": "",
                "request_time": "2025-11-05T08:49:18.699Z",
                "execution_duration_ms": 123,
                "state": "ERROR",
                "trace_metadata": { "mlflow.trace.tokenUsage": "{\"input_tokens\":1,\"output_tokens\":2,\"total_tokens\":3}" },
                "tags": { "mlflow.traceName": "predict" }
              },
              "data": {
                "spans": [
                  {
                    "trace_id": "ASNFZ4mrze8BI0VniavN7w==",
                    "span_id": "ASNFZ4mrze8=",
                    "parent_span_id": null,
                    "name": "predict",
                    "start_time_unix_nano": 5,
                    "end_time_unix_nano": null,
                    "events": [{ "name": "exception", "time_unix_nano": 6, "attributes": { "exception.message": "boom" } }],
                    "status": { "code": "STATUS_CODE_ERROR", "message": "boom" },
                    "attributes": {
                      "mlflow.traceRequestId": "\"{{TraceId}}\"",
                      "mlflow.spanType": "\"LLM\"",
                      "mlflow.spanInputs": "{\"q\": \"hï\"}",
                      "none": "null"
                    }
                  }
                ]
              }
            }
            """)).ShouldBeTrue(trace.ToJson(indented: true));
    }

    [Fact]
    public void Cost_OfATrace_GoesThereAndBackAsMetadata()
    {
        var cost = new Cost(0.0035m, 0.0025m, 0.001m) { CacheReadCost = 0.0001m, CacheWriteCost = 0.0002m, ReasoningCost = 0.0005m, UnpricedSpans = 2 };

        var read = TraceInfo.FromJson(new TraceInfo { TraceId = TraceId, Cost = cost }.ToJson());

        read.Cost.ShouldBe(cost);
        read.TraceMetadata["mlflow.trace.cost"].ShouldStartWith("""{"input_cost":0.0025,"output_cost":0.001,"total_cost":0.0035,""");
    }

    [Theory]
    [InlineData("12")]
    [InlineData("{}")]
    [InlineData("{")]
    [InlineData("""{"total_cost":"much"}""")]
    [InlineData("""{"total_cost":1e300}""")]
    [InlineData("""{"input_cost":7e28,"output_cost":7e28}""")]
    public void Cost_MetadataThatIsNone_IsUnknown(string text) =>
        TraceInfo.FromJson(new TraceInfo { TraceId = TraceId, TraceMetadata = new Dictionary<string, string> { ["mlflow.trace.cost"] = text } }.ToJson()).Cost.ShouldBeNull();

    [Fact]
    public void ToJson_SpanOfAnOddId_StillHasIdsThatMlflowReads()
    {
        var span = new Span { TraceId = "my trace", SpanId = "0123456789abcdef", Name = "s" };

        var written = JsonNode.Parse(span.ToJson())!.AsObject();

        written.Select(static member => member.Key).ShouldBe(ReservedMembers);
        Convert.FromBase64String(written["trace_id"]!.GetValue<string>()).Length.ShouldBe(16);
        Span.FromJson(span.ToJson()).TraceId.ShouldBe("my trace");
    }

    // MLflow 3.5.0 wrote hex, which is valid base64 as well.
    [Theory]
    [InlineData("ASNFZ4mrze8BI0VniavN7w==", "ASNFZ4mrze8=")]
    [InlineData(Hex, "0123456789abcdef")]
    [InlineData(TraceId, "0123456789ABCDEF")]
    [InlineData("0x" + Hex, "0x0123456789abcdef")]
    [InlineData("0x123456789abcdef0123456789abcdef", "0x123456789abcdef")]
    [InlineData("trace:/catalog.schema/" + Hex, "0123456789abcdef")]
    public void FromJson_IdsOfEveryForm_AreTheSameIds(string traceId, string spanId)
    {
        var span = Span.FromJson($$"""{"trace_id":"{{traceId}}","span_id":"{{spanId}}","parent_span_id":"{{spanId}}","name":"s"}""");

        span.ShouldSatisfyAllConditions(
            () => span.TraceId.ShouldBe(TraceId),
            () => span.OtelTraceId.ShouldBe(Hex),
            () => span.SpanId.ShouldBe("0123456789abcdef"),
            () => span.ParentId.ShouldBe("0123456789abcdef"));
    }

    [Theory]
    [InlineData("\"STATUS_CODE_OK\"", SpanStatus.Ok)]
    [InlineData("\"ERROR\"", SpanStatus.Error)]
    [InlineData("\"UNSET\"", SpanStatus.Unset)]
    [InlineData("2", SpanStatus.Error)]
    [InlineData("null", SpanStatus.Unset)]
    public void FromJson_StatusOfEveryForm_IsRead(string code, SpanStatus status) =>
        SpanWith($"\"status\":{{\"code\":{code}}}").Status.ShouldBe(status);

    [Fact]
    public void FromJson_RestSpan_HasItsTypedValues()
    {
        var span = SpanWith("""
            "start_time_unix_nano":"1762000000000000001","end_time_unix_nano":1762000000000000002,"status":{},"attributes":[
            {"key":"text","value":{"string_value":"{\"a\":1}"}},{"key":"int","value":{"int_value":"9007199254740993"}},{"key":"double","value":{"double_value":0.1}},
            {"key":"nan","value":{"double_value":"NaN"}},{"key":"bool","value":{"bool_value":false}},{"key":"bytes","value":{"bytes_value":"AQI="}},{"key":"none","value":{}},{"key":"absent"},
            {"key":"list","value":{"array_value":{"values":[{"int_value":1},{}]}}},{"key":"empty","value":{"array_value":{}}},
            {"key":"map","value":{"kvlist_value":{"values":[{"key":"q","value":{"kvlist_value":{}}}]}}}],
            "events":[{"name":"e","time_unix_nano":3,"attributes":[{"key":"k","value":{"string_value":"v"}}]}]
            """);

        span.StartTimeNs.ShouldBe(1_762_000_000_000_000_001);
        span.EndTimeNs.ShouldBe(1_762_000_000_000_000_002);
        span.Status.ShouldBe(SpanStatus.Unset);
        span.Attributes.Select(static a => $"{a.Key}={a.Value.GetRawText()}").ShouldBe(
        [
            """text="{\"a\":1}" """.TrimEnd(), "int=9007199254740993", "double=0.1", "nan=\"NaN\"", "bool=false", "bytes=\"AQI=\"", "none=null", "absent=null",
            "list=[1,null]", "empty=[]", "map={\"q\":{}}",
        ]);
        span.Events.ShouldHaveSingleItem().Attributes["k"].GetString().ShouldBe("v");
    }

    [Fact]
    public void FromJson_InfoOfVersion2_IsRead()
    {
        var info = TraceInfo.FromJson("""
            {"request_id":"0721231c02664a149e1b2836cd26f91f","experiment_id":"3","timestamp_ms":1700000000001,"execution_time_ms":"250","status":"IN_PROGRESS",
            "request_metadata":[{"key":"mlflow.traceInputs","value":"in"},{"key":"empty"}],"tags":{"a":"b","n":5}}
            """);

        info.ShouldSatisfyAllConditions(
            () => info.TraceId.ShouldBe("0721231c02664a149e1b2836cd26f91f"),
            () => info.ExperimentId.ShouldBe("3"),
            () => info.RequestTimeNs.ShouldBe(1_700_000_000_001_000_000),
            () => info.ExecutionDuration.ShouldBe(TimeSpan.FromMilliseconds(250)),
            () => info.State.ShouldBe(TraceState.InProgress),
            () => info.TraceMetadata.ShouldBe([KeyValuePair.Create("mlflow.traceInputs", "in")]),
            () => info.RequestPreview.ShouldBe("in"),
            () => info.Tags.ShouldBe([KeyValuePair.Create("a", "b"), KeyValuePair.Create("n", "5")]));
    }

    [Fact]
    public void FromJson_InfoOfRest_IsRead()
    {
        var info = TraceInfo.FromJson("""
            {"trace_id":"tr-1","client_request_id":"mine","request_time":"2025-11-05T10:49:18.123456789+02:00","execution_duration":"1.500s","state":1,
            "trace_metadata":{"mlflow.trace.tokenUsage":"{\"input_tokens\": 1, \"output_tokens\": 2.0}"},"a_later_member":{"x":[1]}}
            """);

        info.ShouldSatisfyAllConditions(
            () => info.RequestTimeNs.ShouldBe(1_762_332_558_123_456_789),
            () => info.ExecutionDuration.ShouldBe(TimeSpan.FromSeconds(1.5)),
            () => info.State.ShouldBe(TraceState.Ok),
            () => info.ClientRequestId.ShouldBe("mine"),
            () => info.ExperimentId.ShouldBe("0"),
            () => info.TokenUsage.ShouldBe(new TokenUsage(1, 2, 3)));
    }

    [Fact]
    public void FromJson_Spans_AreInMlflowsOrder()
    {
        var trace = Trace.FromJson($$"""
            {"info":{"trace_id":"{{TraceId}}"},"data":{"spans":[{{Child("late", 9)}},{{Child("early", 2)}},{{Child("root", 5).Replace("\"0123456789abcdef\"", "null", StringComparison.Ordinal)}}] } }
            """);

        trace.Spans.Select(static span => span.Name).ShouldBe(["root", "early", "late"]);

        static string Child(string name, int start) =>
            $$"""{"trace_id":"{{Hex}}","span_id":"00000000000000{{start:00}}","parent_span_id":"0123456789abcdef","name":"{{name}}","start_time_unix_nano":{{start}}}""";
    }

    [Fact]
    public void FromJson_WhatPythonWritesBeyondJson_IsReadAsText()
    {
        var span = SpanWith("""
            "events":[{"name":"half \ud83d of \ud83d\ude00, \\ud83d \"NaN\"","attributes":{"nan":NaN,"list":[Infinity,-Infinity]}}],"attributes":{"a":"{\"x\": NaN, \"half\": \"\\ude00\"}"}
            """);

        var happened = span.Events.ShouldHaveSingleItem();
        happened.Name.ShouldBe("half \ufffd of 😀, \\ud83d \"NaN\"");
        happened.Attributes["nan"].GetString().ShouldBe("NaN");
        happened.Attributes["list"].GetRawText().ShouldBe("[\"Infinity\",\"-Infinity\"]");
        span.Attributes["a"].GetProperty("x").GetString().ShouldBe("NaN");
        span.Attributes["a"].GetProperty("half").GetString().ShouldBe("\ufffd");
    }

    [Fact]
    public void FromJson_ValueOfADocument_OutlivesTheDocument()
    {
        Trace trace;
        using (var document = JsonDocument.Parse($$"""{"info":{"trace_id":"{{TraceId}}"},"data":{"spans":[{"trace_id":"{{Hex}}","span_id":"0123456789abcdef","name":"s","attributes":{"n":1} }] } }"""))
        {
            trace = Trace.FromJson(document.RootElement);
        }

        trace.Spans[0].Attributes["n"].GetInt32().ShouldBe(1);
    }

    [Fact]
    public void FromJson_Utf8WithByteOrderMark_IsRead() =>
        Trace.FromJson([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes($$"""{"info":{"trace_id":"{{TraceId}}"},"data":{} }""")]).Info.TraceId.ShouldBe(TraceId);

    [Theory]
    [InlineData("", "no JSON")]
    [InlineData("{", "no JSON")]
    [InlineData("[]", "no JSON object")]
    [InlineData("""{"info":{"trace_id":"tr-1"}}""", "both 'info' and 'data'")]
    [InlineData("""{"data":{"spans":[]}}""", "both 'info' and 'data'")]
    [InlineData("""{"info":{},"data":{}}""", "no 'trace_id'")]
    [InlineData("""{"info":{"trace_id":7},"data":{}}""", "'trace_id' is '7'")]
    [InlineData("""{"info":{"trace_id":"tr-1","state":"DONE"},"data":{}}""", "'DONE'")]
    [InlineData("""{"info":{"trace_id":"tr-1","request_time":"yesterday"},"data":{}}""", "'yesterday'")]
    [InlineData("""{"info":{"trace_id":"tr-1","request_time":"9999-01-01T00:00:00Z"},"data":{}}""", "'request_time'")]
    [InlineData("""{"info":{"trace_id":"tr-1","execution_duration":"1 hour"},"data":{}}""", "'execution_duration'")]
    [InlineData("""{"info":{"trace_id":"tr-1","execution_duration_ms":1e300},"data":{}}""", "'execution_duration_ms'")]
    [InlineData("""{"info":{"trace_id":"tr-1","execution_duration_ms":9223372036854775807},"data":{}}""", "too large")]
    [InlineData("""{"info":{"trace_id":"tr-1","tags":"x"},"data":{}}""", "'tags'")]
    [InlineData("""{"info":{"trace_id":"tr-1","assessments":[{"assessment_name":"a"}]},"data":{}}""", "exactly one of 'feedback' and 'expectation'")]
    [InlineData("""{"info":{"trace_id":"tr-1"},"data":{"spans":{}}}""", "'spans'")]
    [InlineData("""{"info":{"trace_id":"tr-1"},"data":{"spans":[null]}}""", "span is no JSON object")]
    [InlineData("""{"info":{"trace_id":"tr-1"},"data":{"spans":[{"span_id":"0123456789abcdef"}]}}""", "no 'trace_id'")]
    [InlineData("""{"info":{"trace_id":"tr-1"},"data":{"spans":[{"trace_id":"0123456789abcdef0123456789abcdef","span_id":"abc"}]}}""", "'span_id' 'abc'")]
    public void FromJson_BadTrace_SaysWhatIsWrong(string json, string message)
    {
        var failure = Should.Throw<MlflowException>(() => Trace.FromJson(json));

        failure.ErrorCode.ShouldBe(MlflowErrorCode.InvalidParameterValue);
        failure.Message.ShouldContain(message);
    }

    private static Span SpanWith(string members) => Span.FromJson($$"""{"trace_id":"{{Hex}}","span_id":"0123456789abcdef","name":"s",{{members}}}""");

    private static JsonElement Json(string text) => JsonElement.Parse(text);
}
