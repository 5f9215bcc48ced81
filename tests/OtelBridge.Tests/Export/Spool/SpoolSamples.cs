using Google.Protobuf;
using OtelBridge.Configuration;
using OtelBridge.Entities;
using OtelBridge.Export;
using OtelBridge.Export.Spool;
using OtelBridge.Grpc;
using OtelBridge.Otlp;

namespace OtelBridge.Tests.Export.Spool;

/// <summary>Parcels that can be told apart, and spools to put them in.</summary>
internal static class SpoolSamples
{
    public const string Destination = "store";

    public static ParcelSpool Open(string path, TimeProvider? time = null, long maxBytes = 512L * 1024 * 1024) =>
        new(new SpoolSettings { Path = path, MaxBytes = maxBytes }, Destination, null, time ?? TimeProvider.System);

    /// <summary>A parcel whose spans bear its name.</summary>
    public static Parcel Parcel(string name, int spans = 1, int padding = 0, MlflowDestination? experiment = null, params TraceInfo[] records)
    {
        var scope = new ScopeSpans();
        for (var i = 0; i < spans; i++)
        {
            scope.Spans.Add(new Otlp.Span { Name = name, TraceState = new string('x', padding) });
        }

        return Framed(new ExportTraceServiceRequest { ResourceSpans = { new ResourceSpans { ScopeSpans = { scope } } } }.ToByteArray(), spans, experiment, records);
    }

    public static Parcel Framed(byte[] request, int spans, MlflowDestination? experiment = null, params TraceInfo[] records)
    {
        var frame = new byte[GrpcFrame.HeaderSize + request.Length];
        request.CopyTo(frame, GrpcFrame.HeaderSize);
        return new Parcel(frame, spans, experiment, records);
    }

    /// <summary>The name that its spans bear, after a check that they are all there.</summary>
    public static string NameOf(Parcel parcel)
    {
        var spans = ExportTraceServiceRequest.Parser.ParseFrom(parcel.Frame.Span[GrpcFrame.HeaderSize..]).ResourceSpans.Single().ScopeSpans.Single().Spans;
        spans.Count.ShouldBe(parcel.Spans);
        return spans.Select(static s => s.Name).Distinct().Single();
    }

    /// <summary>Reads and removes all that waits, in its order.</summary>
    public static List<string> Drain(ParcelSpool spool)
    {
        var names = new List<string>();
        while (spool.Next() is { } spooled)
        {
            spool.Read(spooled, out var parcel).ShouldBe(ParcelReading.Read);
            names.Add(NameOf(parcel!));
            spool.Remove(spooled);
        }

        return names;
    }

    /// <summary>The files of parcels below a folder.</summary>
    public static string[] Files(string path) =>
        Directory.Exists(path) ? [.. Directory.EnumerateFiles(path, "*.parcel1", SearchOption.AllDirectories).Order(StringComparer.Ordinal)] : [];
}
