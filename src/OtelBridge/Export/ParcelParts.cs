using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;
using OtelBridge.Grpc;
using OtelBridge.Otlp;

namespace OtelBridge.Export;

/// <summary>Cuts a parcel that its receiver does not take whole.</summary>
/// <remarks>Works on the bytes, so that it is the same for what comes from the program and for what comes from disk. Rare, so it need not be fast.</remarks>
internal static class ParcelParts
{
    /// <summary>The spans of a parcel in two parcels, in their order; false when there is nothing to cut.</summary>
    public static bool TryHalve(Parcel parcel, [NotNullWhen(true)] out Parcel? first, [NotNullWhen(true)] out Parcel? second)
    {
        first = second = null;
        var request = Read(parcel);
        var count = request.ResourceSpans.Sum(static r => r.ScopeSpans.Sum(static s => s.Spans.Count));
        if (count < 2)
        {
            return false;
        }

        first = Part(parcel, request, (index, _) => index < count / 2);
        second = Part(parcel, request, (index, _) => index >= count / 2);
        return true;
    }

    /// <summary>The parcel without the spans of some traces.</summary>
    public static Parcel Without(Parcel parcel, IReadOnlySet<string> traceIds) => Part(parcel, Read(parcel), (_, id) => !traceIds.Contains(id));

    public static ExportTraceServiceRequest Read(Parcel parcel) => ExportTraceServiceRequest.Parser.ParseFrom(parcel.Frame.Span[GrpcFrame.HeaderSize..]);

    public static IEnumerable<Span> SpansOf(Parcel parcel) => Read(parcel).ResourceSpans.SelectMany(static r => r.ScopeSpans).SelectMany(static s => s.Spans);

    /// <summary>MLflow's id of the trace that a span belongs to.</summary>
    public static string TraceIdOf(Span span) => Identifiers.TraceIdText.FromHex(Identifiers.Hex.Write(span.TraceId.Span));

    private static Parcel Part(Parcel whole, ExportTraceServiceRequest request, Func<int, string, bool> isIn)
    {
        var spans = 0;
        var part = new ExportTraceServiceRequest();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var resource in request.ResourceSpans)
        {
            var resourcePart = new ResourceSpans { Resource = resource.Resource, SchemaUrl = resource.SchemaUrl };
            foreach (var scope in resource.ScopeSpans)
            {
                var scopePart = new ScopeSpans { Scope = scope.Scope, SchemaUrl = scope.SchemaUrl };
                foreach (var span in scope.Spans)
                {
                    var id = TraceIdOf(span);
                    if (isIn(index, id))
                    {
                        scopePart.Spans.Add(span);
                        ids.Add(id);
                        spans++;
                    }

                    index++;
                }

                if (scopePart.Spans.Count > 0)
                {
                    resourcePart.ScopeSpans.Add(scopePart);
                }
            }

            if (resourcePart.ScopeSpans.Count > 0)
            {
                part.ResourceSpans.Add(resourcePart);
            }
        }

        var frame = new byte[GrpcFrame.HeaderSize + part.CalculateSize()];
        part.WriteTo(frame.AsSpan(GrpcFrame.HeaderSize));
        return whole with { Frame = frame, Spans = spans, Records = [.. whole.Records.Where(record => ids.Contains(record.TraceId))] };
    }
}
