using System.Diagnostics;
using OtelBridge.Diagnostics;
using OtelBridge.Entities;
using OtelBridge.Export.Forms;
using OtelBridge.Export.Wires;
using OtelBridge.Grpc;
using OtelBridge.Otlp;
using SdkResource = OpenTelemetry.Resources.Resource;

namespace OtelBridge.Export.Writing;

/// <summary>Writes spans into one export request: the gRPC frame's free header, then the bytes of <c>ExportTraceServiceRequest</c>.</summary>
/// <remarks>Not thread-safe; a sender keeps one for each call in flight and uses it again after the call succeeded.</remarks>
internal sealed class OtlpRequestWriter(byte[] resource, int maxRequestBytes, SpanForm form)
{
    private const int InitialSize = 64 * 1024;

    // Grows to the largest request sent, at most maxRequestBytes and a little.
    private readonly ProtobufBuffer _buffer = new(InitialSize, maxRequestBytes);

    private readonly SpanTrim[] _trims = [.. SpanTrim.Steps(maxRequestBytes).Select(form.Limits.And)];

    // Null when nothing of a span is changed: then it is written straight from the Activity.
    private readonly SpanDraft? _draft = form.Changes.Count > 0 || form.WithRecords ? new SpanDraft() : null;

    // At most one for each span of the request.
    private readonly List<TraceInfo> _records = [];

    /// <summary>The frame of the request that was written last.</summary>
    public Memory<byte> Frame => _buffer.Written;

    /// <summary>Spans in that request.</summary>
    public int Count { get; private set; }

    /// <summary>What is to be told of the traces whose roots are in that request.</summary>
    public IReadOnlyList<TraceInfo> Records => [.. _records];

    /// <summary>Spans that fit no request even when trimmed, met while writing it.</summary>
    public int TooLarge { get; private set; }

    /// <summary>Spans that could not be written for what is in them, met while writing it.</summary>
    public int Unwritable { get; private set; }

    /// <summary>Writes as many spans as one request may hold. Spans of one scope must follow each other.</summary>
    /// <returns>The index of the first span that was not dealt with.</returns>
    public int Write(ReadOnlySpan<Activity> spans, int start)
    {
        _buffer.Reset(GrpcFrame.HeaderSize);
        Count = 0;
        TooLarge = Unwritable = 0;
        _records.Clear();
        var resourceSpans = _buffer.Begin(ExportTraceServiceRequest.ResourceSpansFieldNumber);
        _buffer.Append(resource);
        var next = start;
        while (next < spans.Length && TryWriteScope(spans, ref next))
        {
        }

        _buffer.End(resourceSpans);
        return next;
    }

    /// <summary>Writes what every <c>ResourceSpans</c> begins with: the resource and its schema.</summary>
    public static byte[] Serialise(SdkResource resource)
    {
        var buffer = new ProtobufBuffer(1024, int.MaxValue);
        var message = buffer.Begin(ResourceSpans.ResourceFieldNumber);
        foreach (var (key, value) in resource.Attributes)
        {
            OtlpAttributeWriter.TryWrite(buffer, Otlp.Resource.AttributesFieldNumber, key, value);
        }

        buffer.End(message);
        if (!string.IsNullOrEmpty(resource.SchemaUrl))
        {
            buffer.WriteString(ResourceSpans.SchemaUrlFieldNumber, resource.SchemaUrl);
        }

        return buffer.Written.ToArray();
    }

    /// <summary>Writes the spans of the next scope; false when the request is full.</summary>
    private bool TryWriteScope(ReadOnlySpan<Activity> spans, ref int next)
    {
        var source = spans[next].Source;
        var start = _buffer.Position;
        var before = Count;
        var scopeSpans = _buffer.Begin(ResourceSpans.ScopeSpansFieldNumber);
        WriteScope(source);
        var room = true;
        while (room && next < spans.Length && ReferenceEquals(spans[next].Source, source))
        {
            room = TryWriteOrDrop(spans[next]);
            next += room ? 1 : 0;
        }

        if (!string.IsNullOrEmpty(source.TelemetrySchemaUrl))
        {
            _buffer.WriteString(ScopeSpans.SchemaUrlFieldNumber, source.TelemetrySchemaUrl);
        }

        _buffer.End(scopeSpans);
        if (Count == before)
        {
            _buffer.Reset(start);
        }

        return room;
    }

    private void WriteScope(ActivitySource source)
    {
        var scope = _buffer.Begin(ScopeSpans.ScopeFieldNumber);
        _buffer.WriteString(InstrumentationScope.NameFieldNumber, source.Name);
        if (source.Version is { } version)
        {
            _buffer.WriteString(InstrumentationScope.VersionFieldNumber, version);
        }

        foreach (var (key, value) in source.Tags ?? [])
        {
            OtlpAttributeWriter.TryWrite(_buffer, InstrumentationScope.AttributesFieldNumber, key, value);
        }

        _buffer.End(scope);
    }

    /// <summary>The same; a span that fails costs itself and none of the others.</summary>
    private bool TryWriteOrDrop(Activity span)
    {
        var (start, count, records) = (_buffer.Position, Count, _records.Count);
        try
        {
            return TryWriteSpan(span);
        }
        catch (Exception e)
        {
            BridgeEventSource.Log.SpanCallFailed(nameof(OtlpRequestWriter), e);
            _buffer.Reset(start);
            _records.RemoveRange(records, _records.Count - records);
            Count = count;
            Unwritable++;
            return true;
        }
    }

    /// <summary>False when the span must wait for the next request; a span that fits none is counted and passed over.</summary>
    private bool TryWriteSpan(Activity span)
    {
        Prepare(span);
        if (TryWriteSpan(span, form.Limits))
        {
            return true;
        }

        if (Count > 0)
        {
            return false;
        }

        foreach (var trim in _trims)
        {
            if (TryWriteSpan(span, trim))
            {
                return true;
            }
        }

        TooLarge++;
        return true;
    }

    private void Prepare(Activity span)
    {
        if (_draft is null)
        {
            return;
        }

        _draft.Begin(span);
        foreach (var change in form.Changes)
        {
            change.Apply(_draft);
        }
    }

    private bool TryWriteSpan(Activity span, SpanTrim trim)
    {
        var start = _buffer.Position;
        OtlpSpanWriter.Write(_buffer, span, trim, form.Values, _draft);
        if (_buffer.IsFull || _buffer.Position > maxRequestBytes)
        {
            _buffer.Reset(start);
            return false;
        }

        Count++;
        if (form.WithRecords && RootRecord.Is(span))
        {
            _records.Add(RootRecord.Of(_draft!));
        }

        return true;
    }
}
