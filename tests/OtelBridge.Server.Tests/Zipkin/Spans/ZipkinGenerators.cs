using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using OtelBridge.Server.Zipkin.Spans;
using OtelBridge.Server.Zipkin.Wire;

namespace OtelBridge.Server.Tests.Zipkin.Spans;

/// <summary>Any list of spans that a program of Zipkin's may report, of which none says less than its id, its trace and its start.</summary>
internal static class ZipkinGenerators
{
    private const int MaxSpans = 6;

    private static readonly Gen<string> Texts = Gen.Elements("", "a", "größe", "日本語", "😀", "\"quoted\":{} \\ / \u0000\u001b\n\u2028", "true", "false");

    private static readonly Gen<string> Keys = Gen.Elements("http.path", "error", "span.kind", "größe", "", "a b", "zipkin", "mlflow.spanType", "service.name", "net.peer.name");

    private static readonly Gen<ulong> Times = Gen.Elements(1UL, 999UL, 1_762_332_558_123_456UL, 9_223_372_036_000_000UL);

    private static readonly Gen<IPAddress?> Addresses = Gen.Elements<IPAddress?>(null, IPAddress.Loopback, IPAddress.Parse("10.1.2.3"), IPAddress.Parse("2001:db8::c001"));

    /// <summary>Every span has an id of its own; parents are among them, or not there.</summary>
    public static Gen<ListOfSpans> Lists { get; } =
        from count in Gen.Choose(0, MaxSpans)
        from spans in Spans().ListOf(count)
        select new ListOfSpans { Spans = { spans.Select(static (span, index) => Number(span, index)) } };

    private static Gen<Span> Spans() =>
        from traceLength in Gen.Elements(8, 16)
        from kind in Gen.Choose(0, 4)
        from name in Texts
        from start in Times
        from duration in Gen.Elements(0UL, 1UL, 207_000UL)
        from local in Endpoints()
        from remote in Endpoints()
        from annotations in Few(from time in Times from value in Texts select new Annotation { Timestamp = time, Value = value })
        from tags in Few(from key in Keys from value in Texts select (key, value))
        from flags in Gen.Choose(0, 3)
        from parent in Gen.Choose(0, MaxSpans + 2)
        select With(
            new Span
            {
                TraceId = Id(7, traceLength), ParentId = parent == 0 ? ByteString.Empty : Id(parent, 8), Kind = (Span.Types.Kind)kind, Name = name, Timestamp = start, Duration = duration,
                LocalEndpoint = local, RemoteEndpoint = remote, Annotations = { annotations }, Debug = (flags & 1) != 0,
                Shared = (flags & 2) != 0 && kind != (int)Span.Types.Kind.Client, // the id is the client's own
            },
            tags);

    private static Gen<Endpoint?> Endpoints() =>
        from name in Gen.Elements("", "front", "Back", "日本")
        from address in Addresses
        from port in Gen.Elements(0, 1, 65535)
        select Endpoint(name, address, port);

    private static Gen<List<T>> Few<T>(Gen<T> items) => Gen.Choose(0, 3).SelectMany(count => items.ListOf(count)).Select(static list => list.ToList());

    private static Endpoint? Endpoint(string name, IPAddress? address, int port)
    {
        var endpoint = new Endpoint { ServiceName = name, Port = port };
        if (address is not null)
        {
            endpoint.Set(address);
        }

        return endpoint.CalculateSize() > 0 ? endpoint : null; // an empty one says nothing, and is not given back
    }

    private static Span With(Span span, List<(string Key, string Value)> tags)
    {
        foreach (var (key, value) in tags)
        {
            span.Tags[key] = value;
        }

        return span;
    }

    private static Span Number(Span span, int index)
    {
        span.Id = Id(index + 1, 8);
        if (span.ParentId.Equals(span.Id))
        {
            span.ParentId = ByteString.Empty; // a span that is its own parent has none
        }

        return span;
    }

    private static ByteString Id(int number, int length)
    {
        var id = new byte[length];
        id[0] = 0xC0;
        id[^1] = (byte)number;
        return ByteString.CopyFrom(id);
    }
}
