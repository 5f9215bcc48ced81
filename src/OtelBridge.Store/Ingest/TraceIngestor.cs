using System.Globalization;
using OtelBridge.Attributes;
using OtelBridge.Otlp;
using OtelBridge.Pricing;
using OtelBridge.Store.Access.Guard;
using OtelBridge.Store.Audit;
using OtelBridge.Store.Access.Workspaces;
using OtelBridge.Store.Model;
using OtelBridge.Store.Quotas;
using OtelBridge.Store.Storage;

namespace OtelBridge.Store.Ingest;

/// <summary>The one way in for spans: gRPC, HTTP protobuf and HTTP JSON decode and call this.</summary>
/// <remarks>Span by span: check, translate, group by trace; then one write. A bad span never fails its request. Thread-safe.</remarks>
public sealed class TraceIngestor
{
    private readonly PriceTable _prices;
    private readonly Func<IngestTarget> _target;
    private readonly IIntakeQuota? _quota;

    /// <summary>Makes an ingestor that writes into a store.</summary>
    /// <param name="store">The store.</param>
    /// <param name="prices">What tokens cost, for spans that do not say what they cost themselves; OtelBridge's own table when null.</param>
    /// <param name="ledger">Counts what comes in, workspaces have one each; nobody does when null.</param>
    /// <param name="quota">Is asked before anything is stored; everybody may store what they like when null.</param>
    public TraceIngestor(ITraceStore store, PriceTable? prices = null, IntakeLedger? ledger = null, IIntakeQuota? quota = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        _prices = prices ?? PriceTable.Default;
        _quota = quota;
        if (WorkspaceStores.Under(store) is { } workspaces)
        {
            var targets = workspaces.All.ToDictionary(static item => item.Workspace.Name, static item => IngestTarget.Of(item.Seen, item.Workspace.Intake), StringComparer.Ordinal);
            _target = () => targets[workspaces.Current.Name];
            return;
        }

        var target = IngestTarget.Of(store, ledger);
        _target = () => target;
    }

    /// <summary>Checks, translates and stores the spans of one request; returns when they are durable.</summary>
    /// <param name="request">The spans. The message belongs to the ingestor from here on.</param>
    /// <param name="experimentId">Value of the experiment header, if the request had one.</param>
    /// <param name="cancellationToken">Gives up waiting; spans that were handed to the writer may still be stored.</param>
    /// <returns>How many spans were stored and refused. Refused spans must not be sent again.</returns>
    /// <exception cref="StoreUnavailableException">Nothing was stored; the sender may try again.</exception>
    /// <exception cref="QuotaExceededException">Nothing was stored; the exception says whether the sender may try again.</exception>
    public async Task<IngestResult> IngestAsync(ExportTraceServiceRequest request, string? experimentId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var target = _target();
        if (target.Ledger is not { } ledger)
        {
            return await StoreWithinQuotaAsync(target, request, experimentId, cancellationToken).ConfigureAwait(false);
        }

        var sender = IntakeLedger.SenderOf(request);
        sender = target.Masked?.Shown(OTelKeys.ServiceName, sender) ?? sender; // it is shown, and not only stored
        try
        {
            var result = await StoreWithinQuotaAsync(target, request, experimentId, cancellationToken).ConfigureAwait(false);
            ledger.Settle(sender, result);
            return result;
        }
        catch (Exception e) when (e is StoreUnavailableException or QuotaExceededException)
        {
            ledger.Fail(sender, e.Message);
            throw;
        }
    }

    // Asked before anything is stored, so that what is refused and sent again is there once; what could not be stored costs nothing.
    private async Task<IngestResult> StoreWithinQuotaAsync(IngestTarget target, ExportTraceServiceRequest request, string? experimentId, CancellationToken cancellationToken)
    {
        var share = _quota?.Take(request) ?? default;
        try
        {
            return await StoreAsync(target, request, experimentId, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreUnavailableException)
        {
            _quota?.GiveBack(share);
            throw;
        }
    }

    private async Task<IngestResult> StoreAsync(IngestTarget target, ExportTraceServiceRequest request, string? experimentId, CancellationToken cancellationToken)
    {
        var refusals = new Refusals();
        var groups = RequestGroups.Of(request, refusals, _prices, _quota?.Limits);
        var batches = new List<TraceBatch>(groups.Count);
        var accepted = 0L;
        foreach (var group in groups)
        {
            var named = group.NamedExperiment ?? experimentId;
            var found = string.IsNullOrEmpty(named)
                ? ExperimentResolver.Default
                : await target.Experiments.FindAsync(named, cancellationToken).ConfigureAwait(false);
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

        if (batches.Count > 0 && target.Writer is IIntakeGate gate)
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
            await target.Writer.WriteAsync(batches, cancellationToken).ConfigureAwait(false);
        }

        if (refusals.TooLarge > 0)
        {
            _quota?.CountTooLarge(refusals.TooLarge);
        }

        AuditNote.Current?.AddItems(accepted);
        return new IngestResult(accepted, refusals.Count, refusals.ToString());
    }

    private static string Shorten(string? text) => text is { Length: > 64 } ? string.Concat(text.AsSpan(0, 64), "…") : text ?? string.Empty;
}
