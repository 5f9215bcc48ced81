using System.Text.Json;
using FsCheck.Fluent;
using OtelBridge.Server.Otlp;
using OtelBridge.Server.Tests.Otlp;
using OtelBridge.Server.Zipkin.Spans;
using OtelBridge.Server.Zipkin.Wire;
using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Zipkin.Spans;

/// <summary>Properties of the conversions between OTLP and Zipkin's form, over generated spans.</summary>
public sealed class ZipkinConversionTests
{
    private const ulong Now = 1_762_332_558_000_000_000;

    [Fact]
    public void AnyOtlp_IsWritten_AndWhatHasEndedLastsAMicrosecondAtLeast() =>
        Prop.ForAll(OtlpGenerators.Requests.ToArbitrary(), static request =>
        {
            var written = JsonDocument.Parse(Write(ZipkinFromOtlp.Convert(request.ResourceSpans))).RootElement.EnumerateArray();

            var spans = request.ResourceSpans.AllSpans().ToList();
            return spans.Zip(written).All(static pair => pair.Second.TryGetProperty("duration", out var duration)
                    ? pair.First.EndTimeUnixNano > 0 && duration.GetUInt64() >= 1
                    : pair.First.EndTimeUnixNano == 0)
                && written.Count() == spans.Count;
        }).ShouldHold();

    [Fact]
    public void WhatZipkinReports_ComesBackAsItWas() =>
        Prop.ForAll(ZipkinGenerators.Lists.ToArbitrary(), static list =>
        {
            ZipkinSpanCheck.Check(list);

            var back = ZipkinFromOtlp.Convert(OtlpFromZipkin.Convert(list, Now).ResourceSpans);

            return list.Spans.ToHashSet().SetEquals(back);
        }).ShouldHold(1000);

    [Fact]
    public void Json_IsReadAsItWasWritten_ButForTheCaseOfNames() =>
        Prop.ForAll(ZipkinGenerators.Lists.ToArbitrary(), static list =>
        {
            foreach (var span in list.Spans)
            {
                span.Name = span.Name.ToLowerInvariant();
                Lower(span.LocalEndpoint);
                Lower(span.RemoteEndpoint);
            }

            return ZipkinJsonReader.Read(Write(list.Spans)).Equals(list);
        }).ShouldHold();

    [Fact]
    public void Json_CutAnywhere_IsRefusedAndNothingElse() =>
        Prop.ForAll(ZipkinGenerators.Lists.ToArbitrary(), Gen.Choose(0, 10_000).ToArbitrary(), static (list, cut) =>
        {
            var json = Write(list.Spans);
            try
            {
                ZipkinJsonReader.Read(json.AsSpan(0, cut % json.Length));
                return false;
            }
            catch (OtlpJsonException)
            {
                return true;
            }
        }).ShouldHold();

    private static byte[] Write(IEnumerable<Server.Zipkin.Wire.Span> spans)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartArray();
            foreach (var span in spans)
            {
                ZipkinJsonWriter.Write(json, span);
            }

            json.WriteEndArray();
        }

        return stream.ToArray();
    }

    private static void Lower(Endpoint? endpoint)
    {
        if (endpoint is not null)
        {
            endpoint.ServiceName = endpoint.ServiceName.ToLowerInvariant();
        }
    }
}
