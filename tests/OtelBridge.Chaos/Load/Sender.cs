using System.Diagnostics;
using OtelBridge.Otlp;

namespace OtelBridge.Chaos.Load;

/// <summary>Sends batches one after the other, each until it is acknowledged, as exporters do that lose nothing.</summary>
/// <param name="wire">The way to the server.</param>
/// <param name="ledger">Where it is written down.</param>
/// <param name="maker">Makes the spans.</param>
/// <param name="plan">Makes the next batch.</param>
internal sealed class Sender(ISpanWire wire, Ledger ledger, TraceMaker maker, Func<Ledger, SentBatch> plan)
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);
    private long _acknowledged;

    /// <summary>Spans that the server has said that it has.</summary>
    public long AcknowledgedSpans => Interlocked.Read(ref _acknowledged);

    /// <summary>What was answered that says: later.</summary>
    public required Sayings Retried { get; init; }

    /// <summary>What was answered that says: never.</summary>
    public required Sayings Refused { get; init; }

    /// <summary>Takes how long an answer took, from the moment at which its request was due.</summary>
    public Action<TimeSpan> Took { get; init; } = static _ => { };

    /// <summary>Sends until it is told to stop; what is on its way then is brought to its end.</summary>
    /// <param name="due">Waits for the moment of the next one, and gives its timestamp.</param>
    /// <param name="stop">Ends it after what is on its way.</param>
    /// <param name="giveUp">Ends it at once.</param>
    public async Task RunAsync(Func<CancellationToken, ValueTask<long>> due, CancellationToken stop, CancellationToken giveUp)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                var since = await due(stop);
                var batch = plan(ledger);
                if (await DeliverAsync(maker.Request(batch), giveUp))
                {
                    batch.State = SentState.Acknowledged;
                    Interlocked.Add(ref _acknowledged, batch.Count * TraceMaker.SpansPerTrace);
                    Took(Stopwatch.GetElapsedTime(since));
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested || giveUp.IsCancellationRequested)
        {
            // What is on its way stays unknown.
        }
    }

    private async Task<bool> DeliverAsync(ExportTraceServiceRequest request, CancellationToken giveUp)
    {
        while (true)
        {
            var result = await wire.SendAsync(request, giveUp);
            if (result.Kind != SendKind.Retryable)
            {
                if (result.Kind == SendKind.Refused)
                {
                    Refused.Add(result.Text);
                }

                return result.Kind == SendKind.Acknowledged;
            }

            Retried.Add(result.Text);
            await Task.Delay(BetweenTries, giveUp);
        }
    }
}
