using System.Security.Cryptography;
using Google.Protobuf;
using OtelBridge.Attributes;
using OtelBridge.Export;
using OtelBridge.Grpc;
using OtelBridge.Otlp;

namespace OtelBridge.Tests.Export.Wires;

/// <summary>Parcels as a wire gets them.</summary>
internal static class Parcels
{
    public static Parcel Of(params Span[] spans)
    {
        var request = new ExportTraceServiceRequest { ResourceSpans = { new ResourceSpans { ScopeSpans = { new ScopeSpans { Spans = { spans } } } } } };
        var frame = new byte[GrpcFrame.HeaderSize + request.CalculateSize()];
        request.WriteTo(frame.AsSpan(GrpcFrame.HeaderSize));
        return new Parcel(frame, spans.Length, null, []);
    }

    public static Span Span(string name, Span? parent = null, ulong start = 1, ulong end = 2, params (string Key, string Value)[] attributes)
    {
        var span = new Span
        {
            TraceId = parent?.TraceId ?? ByteString.CopyFrom(RandomNumberGenerator.GetBytes(16)),
            SpanId = ByteString.CopyFrom(RandomNumberGenerator.GetBytes(8)),
            ParentSpanId = parent?.SpanId ?? ByteString.Empty,
            Name = name,
            StartTimeUnixNano = start * 1_000_000,
            EndTimeUnixNano = end * 1_000_000,
            Status = new Status { Code = Status.Types.StatusCode.Ok },
            Attributes = { new KeyValue { Key = MlflowKeys.SpanType, Value = new AnyValue { StringValue = "TOOL" } } },
        };
        span.Attributes.Add(attributes.Select(static a => new KeyValue { Key = a.Key, Value = new AnyValue { StringValue = a.Value } }));
        return span;
    }
}
