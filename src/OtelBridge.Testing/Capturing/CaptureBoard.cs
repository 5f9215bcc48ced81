using System.Diagnostics;
using OtelBridge.Export;

namespace OtelBridge.Testing.Capturing;

/// <summary>The open captures of the process, and which of them gets a span.</summary>
internal sealed class CaptureBoard : ISpanCapture, IDisposable
{
    private static readonly Lock Gate = new();
    private static CaptureBoard? _current;

    // One for each open capture of a test that runs; each leaves at its dispose.
    private volatile OpenCapture[] _open = [];
    private readonly LastResort _lastResort = new();

    private CaptureBoard()
    {
    }

    public static void Add(SpanLedger ledger, bool ofProcess)
    {
        lock (Gate)
        {
            _current ??= new CaptureBoard();
            _current._open = [.. _current._open, new OpenCapture(ledger, ofProcess)];
            SpanCapture.Current = _current;
        }
    }

    public static void Remove(SpanLedger ledger)
    {
        lock (Gate)
        {
            if (_current is not { } board)
            {
                return;
            }

            board._open = [.. board._open.Where(capture => capture.Ledger != ledger)];
            if (board._open.Length == 0)
            {
                SpanCapture.Current = null;
                _current = null;
                board.Dispose();
            }
        }
    }

    public void Started(Activity span, RoutingExporter exporter)
    {
        if (_lastResort.LeavesOut(span, exporter))
        {
            return;
        }

        var flow = CaptureFlow.Current;
        var isClaimed = false;
        var open = _open;
        foreach (var (capture, _) in open)
        {
            if (capture.TryStartAgain(span, exporter))
            {
                isClaimed = true;
            }
            else if (flow?.Has(capture) == true || capture.IsBelow(span))
            {
                capture.Start(span, exporter);
                isClaimed = true;
            }
        }

        // What no test has called its own.
        foreach (var (capture, _) in isClaimed ? [] : open.Where(static c => c.OfProcess))
        {
            capture.Start(span, exporter);
        }
    }

    public bool TryTake(Activity span, RoutingExporter exporter)
    {
        var isLastResort = _lastResort.Is(exporter);

        // What nobody captures is for the program's own tracing alone, which counts it as well.
        var isTaken = isLastResort;
        foreach (var (capture, _) in _open)
        {
            isTaken |= capture.TryTake(span, exporter, isLastResort);
        }

        return isTaken;
    }

    public void Settled(Activity span, RoutingExporter exporter)
    {
        foreach (var (capture, _) in _open)
        {
            capture.Settle(span, exporter);
        }
    }

    public void Dispose() => _lastResort.Dispose();

    private sealed record OpenCapture(SpanLedger Ledger, bool OfProcess);
}
