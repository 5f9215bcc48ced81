using System.Globalization;
using OtelBridge.Attributes;
using OtelBridge.Otlp;
using OtelBridge.Pricing;
using OtelBridge.Store.Access.Guard;
using OtelBridge.Store.Audit;
using OtelBridge.Store.Masking;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;

namespace OtelBridge.Store.Ingest;

/// <summary>The one way in for spans: gRPC, HTTP protobuf and HTTP JSON decode and call this.</summary>
/// <remarks>Span by span: check, translate, group by trace; then one write. A bad span never fails its request. Thread-safe.</remarks>
public sealed class TraceIngestor
{
    private readonly ITraceWriter _writer;
    private readonly MaskedTraceStore? _masked;
    private readonly ExperimentResolver _experiments;
    private readonly PriceTable _prices;
    private readonly IntakeLedger? _ledger;

    /// <summary>Makes an ingestor that writes into a store.</summary>
    /// <param name="store">The store.</param>
    /// <param name="prices">What tokens cost, for spans that do not say what they cost themselves; OtelBridge's own table when null.</param>
    /// <param name="ledger">Counts what comes in; nobody does when null.</param>
    public TraceIngestor(ITraceStore store, PriceTable? prices = null, IntakeLedger? ledger = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        _prices = prices ?? PriceTable.Default;
        _ledger = ledger;
        _writer = store.Writer;
        _masked = (store is GuardedTraceStore guarded ? guarded.Inner : store) as MaskedTraceStore;
        _experiments = new ExperimentResolver(store.Experiments);
    }

    /// <summary>Checks, translates and stores the spans of one request; returns when they are durable.</summary>
    /// <param name="request">The spans. The message belongs to the ingestor from here on.</param>
    /// <param name="experimentId">Value of the experiment header, if the request had one.</param>
    /// <param name="cancellationToken">Gives up waiting; spans that were handed to the writer may still be stored.</param>
    /// <returns>How many spans were stored and refused. Refused spans must not be sent again.</returns>
    /// <exception cref="StoreUnavailableException">Nothing was stored; the sender may try again.</exception>
    public async Task<IngestResult> IngestAsync(ExportTraceServiceRequest request, string? experimentId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (_ledger is null)
        {
            return await StoreAsync(request, experimentId, cancellationToken).ConfigureAwait(false);
        }

        var sender = IntakeLedger.SenderOf(request);
        sender = _masked?.Shown(OTelKeys.ServiceName, sender) ?? sender; // it is shown, and not only stored
        try
        {
            var result = await StoreAsync(request, experimentId, cancellationToken).ConfigureAwait(false);
            _ledger.Settle(sender, result);
            return result;
        }
        catch (StoreUnavailableException e)
        {
            _ledger.Fail(sender, e.Message);
            throw;
        }
    }

    private async Task<IngestResult> StoreAsync(ExportTraceServiceRequest request, string? experimentId, CancellationToken cancellationToken)
    {
        var refusals = new Refusals();
        var groups = RequestGroups.Of(request, refusals, _prices);
        var batches = new List<TraceBatch>(groups.Count);
        var accepted = 0L;
        foreach (var group in groups)
        {
            var named = group.NamedExperiment ?? experimentId;
            var found = string.IsNullOrEmpty(named)
                ? ExperimentResolver.Default
                : await _experiments.FindAsync(named, cancellationToken).ConfigureAwait(false);
            if (found is { } id)
            {
                accepted += group.Count;
                batches.Add(group.ToBatch(id));
                AuditNote.Current?.Add(AuditSubject.Experiment, id.ToString(CultureInfo.InvariantCulture));
            }
            else
            {
                refusals.Add($"there is no experiment '{Shorten(named)}'; create it first, or leave the experiment out", group.Count);
            }
        }

        if (batches.Count > 0 && _writer is IIntakeGate gate)
        {
            var reasons = await gate.WriteAllowedAsync(batches, cancellationToken).ConfigureAwait(false);
            foreach (var (batch, reason) in batches.Zip(reasons).Where(static pair => pair.Second is not null))
            {
                refusals.Add(reason!, batch.Spans.Count); // asked for above
                accepted -= batch.Spans.Count;
            }
        }
        else if (batches.Count > 0)
        {
            await _writer.WriteAsync(batches, cancellationToken).ConfigureAwait(false);
        }

        AuditNote.Current?.AddItems(accepted);
        return new IngestResult(accepted, refusals.Count, refusals.ToString());
    }

    private static string Shorten(string? text) => text is { Length: > 64 } ? string.Concat(text.AsSpan(0, 64), "…") : text ?? string.Empty;
}
