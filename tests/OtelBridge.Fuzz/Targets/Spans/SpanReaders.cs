using System.Buffers;
using System.Text.Json;
using OtelBridge.Fuzz.Engine;
using OtelBridge.Otlp;
using OtelBridge.Pricing;
using OtelBridge.Server.Jaeger;
using OtelBridge.Server.Otlp;
using OtelBridge.Server.Transfer;
using OtelBridge.Server.Zipkin.Spans;
using OtelBridge.Store.Ingest;
using OtelBridge.Store.Search.Text;
using OtelBridge.Store.Storage;
using OtelBridge.Store.TracesJson;
using OtelBridge.Store.Translation;
using OtelBridge.Store.Translation.Chat;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Fuzz.Targets.Spans;

/// <summary>Everything that reads spans which the intake has taken. None of it may fail: what is stored stays.</summary>
internal static class SpanReaders
{
    /// <summary>Runs a decoded request through check and translation, and what was taken of it through every reader.</summary>
    /// <returns>What came of it, in few words.</returns>
    public static string Run(ExportTraceServiceRequest request)
    {
        var refusals = new Refusals();
        var groups = RequestGroups.Of(request, refusals, PriceTable.Default);
        _ = PayloadPacker.Pack([.. groups.Select(static group => group.ToBatch(0))]);

        var trace = Taken(request);
        Read(trace);
        return $"{Math.Min(groups.Count, 3)} traces, {Math.Min(refusals.Count, 3)} refused";
    }

    private static Trace Taken(ExportTraceServiceRequest request)
    {
        var trace = new Trace { Info = new TraceInfo { TraceId = "tr-1", ExperimentId = "0" } };
        foreach (var resource in request.ResourceSpans)
        {
            var taken = new ResourceSpans { Resource = resource.Resource, SchemaUrl = resource.SchemaUrl };
            foreach (var scope in resource.ScopeSpans.Where(scope => SpanCheck.Refuse(resource.Resource, scope.Scope) is null))
            {
                taken.ScopeSpans.Add(new ScopeSpans { Scope = scope.Scope, SchemaUrl = scope.SchemaUrl, Spans = { scope.Spans.Where(static span => SpanCheck.Refuse(span) is null) } });
            }

            trace.ResourceSpans.Add(taken);
        }

        return trace;
    }

    private static void Read(Trace trace)
    {
        _ = TraceContent.Of(trace.ResourceSpans);
        foreach (var span in trace.ResourceSpans.SelectMany(static resource => resource.ScopeSpans).SelectMany(static scope => scope.Spans))
        {
            _ = ChatMessages.Read(span);
            _ = SpanText.Pieces(span).Sum(static piece => piece.Length);
        }

        foreach (var view in SpanView.Of(trace))
        {
            _ = view.Translated();
        }

        var json = OtlpJsonWriter.WriteRequest(new ExportTraceServiceRequest { ResourceSpans = { trace.ResourceSpans } });
        var again = OtlpJsonReader.ReadRequest(json.Span);
        if (!OtlpJsonWriter.WriteRequest(again).Span.SequenceEqual(json.Span))
        {
            throw new FuzzFailureException("Spans that were written as OTLP/JSON are read as they were.");
        }

        Write(writer => JaegerTraceJson.Write(writer, "1", trace.ResourceSpans));
        Write(writer => WriteZipkin(writer, trace));
        Write(writer => WriteMlflow(writer, trace));
        var output = new ArrayBufferWriter<byte>();
        new CsvFormat().Write(output, trace, "Default");
        new JsonLinesFormat().Write(output, trace, "Default");
    }

    private static void WriteZipkin(Utf8JsonWriter writer, Trace trace)
    {
        writer.WriteStartArray();
        foreach (var span in ZipkinFromOtlp.Convert(trace.ResourceSpans))
        {
            ZipkinJsonWriter.Write(writer, span);
        }

        writer.WriteEndArray();
    }

    private static void WriteMlflow(Utf8JsonWriter writer, Trace trace)
    {
        var views = SpanView.Of(trace);
        writer.WriteStartObject();
        TracesJsonV2Writer.WriteContent(writer, views);
        writer.WriteStartArray("spans"u8);
        foreach (var view in views)
        {
            TracesJsonWriter.WriteSpan(writer, view);
            TracesJsonV2Writer.WriteSpan(writer, view);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(output);
        write(writer);
    }
}
