using System.Text.Json;
using System.Text.Json.Nodes;
using OtelBridge.Entities;

namespace OtelBridge.Tests.Entities;

/// <summary>Reads what MLflow's own server and client wrote, writes it again, and compares.</summary>
public sealed class TraceJsonRecordedTests
{
    private const string AnyId = "tr-00000000000000000000000000000001";

    [Fact]
    public void FromJson_EveryRecordedTrace_SaysWhatTheServerSaid()
    {
        var read = 0;
        foreach (var (name, json) in RecordedTraces.Rest().Where(static answer => answer.Trace.TryGetProperty("trace_info", out _)))
        {
            var trace = Trace.FromJson(json);
            var record = json.GetProperty("trace_info");

            trace.Info.TraceId.ShouldBe(record.GetProperty("trace_id").GetString(), name);
            trace.Info.RequestTime.ShouldBe(record.GetProperty("request_time").GetDateTimeOffset(), name);
            trace.Info.Tags.Count.ShouldBe(record.TryGetProperty("tags", out var tags) ? tags.EnumerateObject().Count() : 0, name);
            trace.Spans.Count.ShouldBe(json.TryGetProperty("spans", out var spans) ? spans.GetArrayLength() : 0, name);
            trace.Spans.ShouldAllBe(span => span.TraceId == trace.Info.TraceId, name);
            read += trace.Spans.Count;
        }

        read.ShouldBeGreaterThan(50);
    }

    [Fact]
    public void ToJson_EveryRecordedTrace_ReadsBackAsTheSame()
    {
        foreach (var (name, json) in RecordedTraces.Rest().Where(static answer => answer.Trace.TryGetProperty("trace_info", out _)))
        {
            var trace = Trace.FromJson(json);
            var text = trace.ToJson();

            Trace.FromJson(text).ToJson().ShouldBe(text, name);
            Trace.FromJson(trace.ToJson(indented: true)).ToJson().ShouldBe(text, name);
        }
    }

    [Fact]
    public void ToJson_EveryRecordedRecord_HasTheMembersOfTheServers()
    {
        foreach (var (name, json) in RecordedTraces.Rest().Where(static answer => answer.Trace.TryGetProperty("trace_info", out _)))
        {
            var expected = JsonNode.Parse(json.GetProperty("trace_info").GetRawText())!.AsObject();
            var written = JsonNode.Parse(TraceInfo.FromJson(expected.ToJsonString()).ToJson())!.AsObject();

            // The one member whose name and form differ between REST and files.
            expected.Remove("execution_duration");
            written.Remove("execution_duration_ms");
            if (expected["state"] is null)
            {
                written.Remove("state");
            }

            Comparable(written).ShouldBe(Comparable(expected), name);
        }
    }

    [Fact]
    public void ToJson_EveryRecordedFile_HasItsSpans()
    {
        var compared = 0;
        foreach (var (name, file) in RecordedTraces.Files())
        {
            foreach (var span in file.GetProperty("spans").EnumerateArray().Where(static span => !span.TryGetProperty("context", out _)))
            {
                var expected = JsonNode.Parse(span.GetRawText())!.AsObject();
                expected["parent_span_id"] = expected["parent_span_id"]?.GetValue<string>() is { Length: > 0 } parent ? parent : null;

                Comparable(JsonNode.Parse(Span.FromJson(span.GetRawText()).ToJson())!).ShouldBe(Comparable(expected), name);
                compared++;
            }
        }

        compared.ShouldBeGreaterThanOrEqualTo(3);
    }

    [Fact]
    public void FromJson_SpansOfVersion2_AreReadAndBecomeThoseOfVersion3()
    {
        var (_, file) = RecordedTraces.Files().First(static answer => answer.File.GetProperty("spans").EnumerateArray().Any(static span => span.TryGetProperty("context", out _)));

        var trace = Trace.FromJson(RecordedTraces.AsTrace(file, AnyId));

        var span = trace.Spans.ShouldHaveSingleItem();
        span.ShouldSatisfyAllConditions(
            () => span.TraceId.ShouldBe("0721231c02664a149e1b2836cd26f91f"),
            () => span.OtelTraceId.ShouldBe("abababababababababababababababab"),
            () => span.SpanId.ShouldBe("cdcdcdcdcdcdcdcd"),
            () => span.ParentId.ShouldBeNull(),
            () => span.Name.ShouldBe("old style"),
            () => span.StartTimeNs.ShouldBe(1_700_000_000_000_000_000),
            () => span.EndTimeNs.ShouldBe(1_700_000_000_250_000_000),
            () => span.Status.ShouldBe(SpanStatus.Ok),
            () => span.SpanType.ShouldBe(SpanType.Chain),
            () => span.Inputs!.Value.GetProperty("q").GetInt32().ShouldBe(1),
            () => span.Outputs!.Value.GetString().ShouldBe("done"),
            () => span.Attributes["n"].GetInt32().ShouldBe(1),
            () => span.Events.ShouldHaveSingleItem().TimestampNs.ShouldBe(1_700_000_000_100_000));
        var written = JsonNode.Parse(span.ToJson())!;
        written["trace_id"]!.GetValue<string>().ShouldBe("q6urq6urq6urq6urq6urqw==");
        written["attributes"]!["mlflow.traceRequestId"]!.GetValue<string>().ShouldBe("\"0721231c02664a149e1b2836cd26f91f\"");
    }

    /// <summary>The same text for values that mean the same, whatever their order of members.</summary>
    private static string Comparable(JsonNode node) => node switch
    {
        JsonObject map => $"{{{string.Join(",", map.OrderBy(static m => m.Key, StringComparer.Ordinal).Select(static m => $"{m.Key}:{(m.Value is null ? "null" : Comparable(m.Value))}"))}}}",
        JsonArray list => $"[{string.Join(",", list.Select(static item => item is null ? "null" : Comparable(item)))}]",
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => value.ToJsonString().TrimEnd('0').TrimEnd('.'),
        _ => node.ToJsonString(),
    };
}
