using System.Text.Json;
using OtelBridge.Otlp;
using OtelBridge.Server.Otlp;
using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Otlp;

/// <summary>OTLP requests of the real MLflow client and of the OpenTelemetry SDK for Python, recorded as protobuf bytes and as OTLP/JSON.</summary>
public sealed class RecordedTrafficTests
{
    [Fact]
    public void Recorded_OtlpRequests_AreAsManyAsWereRecorded() => Requests().Count().ShouldBeGreaterThan(100);

    [Fact]
    public void Reader_RecordedJson_EqualsTheRecordedBytes()
    {
        foreach (var (name, bytes, json) in Requests())
        {
            var message = OtlpJsonReader.ReadRequest(JsonSerializer.SerializeToUtf8Bytes(json));

            Text(message).ShouldBe(Text(ExportTraceServiceRequest.Parser.ParseFrom(bytes)), name);
        }
    }

    [Fact]
    public void Writer_RecordedBytes_ReadBackEqual()
    {
        foreach (var (name, bytes, _) in Requests())
        {
            var message = ExportTraceServiceRequest.Parser.ParseFrom(bytes);

            Text(OtlpJsonReader.ReadRequest(OtlpJsonWriter.WriteRequest(message).Span)).ShouldBe(Text(message), name);
        }
    }

    // By text, since "NaN" in JSON does not say which of its many bit patterns was meant.
    private static string Text(ExportTraceServiceRequest message) => message.ToString();

    private static IEnumerable<(string Name, byte[] Bytes, JsonElement Json)> Requests() =>
        from exchange in RecordedExchange.Scenarios.SelectMany(RecordedExchange.Read)
        where exchange.Request.TryGetProperty("otlp", out _) && !exchange.Request.GetProperty("headers").TryGetProperty("content-encoding", out _)
        select (exchange.Name, exchange.Request.GetProperty("base64").GetBytesFromBase64(), exchange.Request.GetProperty("otlp"));
}
