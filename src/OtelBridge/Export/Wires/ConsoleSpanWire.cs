using OtelBridge.Otlp;

namespace OtelBridge.Export.Wires;

/// <summary>Prints each trace as a tree when its root in this process has ended, for development.</summary>
internal sealed class ConsoleSpanWire(TextWriter output, bool isColored) : ISpanWire
{
    /// <summary>With more spans than this the oldest trace is printed as it is.</summary>
    private const int MaxSpans = 5000;

    private readonly Lock _gate = new();

    // Spans whose root has not come, at most MaxSpans and one request; in the order of the traces' first spans.
    private readonly OrderedDictionary<string, List<Span>> _open = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>For <c>stdout</c> or <c>stderr</c>; colours only where people look, and not against <c>NO_COLOR</c>.</summary>
    public static ConsoleSpanWire Of(string? stream)
    {
        var isError = stream == "stderr";
        var isTerminal = !(isError ? Console.IsErrorRedirected : Console.IsOutputRedirected);
        return new ConsoleSpanWire(isError ? Console.Error : Console.Out, isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")));
    }

    public Task<ExportTracePartialSuccess?> SendAsync(Parcel parcel, CancellationToken abort)
    {
        lock (_gate)
        {
            foreach (var group in ParcelParts.SpansOf(parcel).GroupBy(ParcelParts.TraceIdOf))
            {
                Take(group.Key, [.. group]);
            }

            while (_count > MaxSpans)
            {
                Print(_open.GetAt(0).Key);
            }
        }

        return Task.FromResult<ExportTracePartialSuccess?>(null);
    }

    /// <summary>Prints what has no root.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            while (_open.Count > 0)
            {
                Print(_open.GetAt(0).Key);
            }
        }
    }

    private void Take(string traceId, List<Span> spans)
    {
        if (_open.TryGetValue(traceId, out var before))
        {
            before.AddRange(spans);
        }
        else
        {
            _open.Add(traceId, spans);
        }

        _count += spans.Count;
        if (spans.Exists(static span => SpanTreeText.IsRoot(span)))
        {
            Print(traceId);
        }
    }

    private void Print(string traceId)
    {
        _open.Remove(traceId, out var spans);
        _count -= spans!.Count;
        try
        {
            output.Write(SpanTreeText.Of(traceId, spans, isColored));
            output.Flush();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Nobody reads any more: a pipe that was closed.
        }
    }
}
