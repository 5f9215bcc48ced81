using OtelBridge.Attributes;
using OtelBridge.Client.Transport;
using OtelBridge.Client.Transport.Rest;
using OtelBridge.Entities;

namespace OtelBridge.Export.Wires;

/// <summary>Puts traces as files <c>traces.json</c> onto an MLflow server that takes no spans: one before 3.4, or one with the file store.</summary>
/// <remarks>
/// MLflow's client keeps a trace until its root ends and writes the file once. Here what counts as sent has to be there, so each request writes the file as long as it is by then:
/// what lies there is read and the new spans are added. A trace whose root comes later is in progress until then; nothing of it waits in memory, and spans after the root are kept too.
/// </remarks>
internal sealed class TraceFiles(RestTransport server, TraceTallies tallies) : IDisposable
{
    /// <summary>Ids of servers before 3.0, which make their own; a trace that is forgotten gets a second one there.</summary>
    private const int MaxOldTraces = 1000;

    private readonly SemaphoreSlim _gate = new(1, 1);

    // By our id; at most MaxOldTraces.
    private readonly Dictionary<string, TraceFile> _old = new(StringComparer.Ordinal);
    private volatile bool _isBefore3;

    public static IReadOnlyList<(string Id, IReadOnlyList<Otlp.Span> Spans)> TracesOf(Parcel parcel) =>
        [.. ParcelParts.SpansOf(parcel).GroupBy(ParcelParts.TraceIdOf).Select(static group => (group.Key, (IReadOnlyList<Otlp.Span>)[.. group]))];

    /// <summary>Puts spans into the file of their trace, and says of the trace what is known.</summary>
    /// <param name="trace">The id and the spans.</param>
    /// <param name="experiment">The id of the experiment.</param>
    /// <param name="record">What the root says of the trace, when it is among the spans.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MlflowException">The server refused, or cannot be reached.</exception>
    public async Task WriteAsync((string Id, IReadOnlyList<Otlp.Span> Spans) trace, string experiment, TraceInfo? record, CancellationToken cancellationToken)
    {
        // Requests are under way side by side, and two of them may hold spans of one trace.
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            tallies.Add(trace.Spans);
            var added = SpanReading.Of(trace.Spans, trace.Id);
            record = record is null ? null : tallies.Complete(record with { ExperimentId = experiment });
            var file = await FindAsync(trace, experiment, record, cancellationToken).ConfigureAwait(false);
            var before = file.IsNew ? [] : await server.GetFileOfSpansAsync(file.TraceId, file.Location, cancellationToken).ConfigureAwait(false);
            var known = added.Select(static span => span.SpanId).ToHashSet(StringComparer.Ordinal);
            var spans = before.Where(span => !known.Contains(span.SpanId)).Concat(added.Select(span => Own(span, file.TraceId))).ToList();
            await server.PutFileOfSpansAsync(file.Location, spans, cancellationToken).ConfigureAwait(false);
            if (record is not null && file.EndsApart)
            {
                await server.EndTraceV2Async(file.TraceId, record, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<TraceFile> FindAsync((string Id, IReadOnlyList<Otlp.Span> Spans) trace, string experiment, TraceInfo? record, CancellationToken cancellationToken)
    {
        var info = record ?? new TraceInfo
        {
            TraceId = trace.Id,
            ExperimentId = experiment,
            State = TraceState.InProgress,
            RequestTimeNs = (long)trace.Spans.Min(static span => span.StartTimeUnixNano),
            TraceMetadata = new Dictionary<string, string> { [MlflowKeys.TraceSchemaVersion] = RootRecord.SchemaVersion },
        };
        try
        {
            return _isBefore3 ? await StartV2Async(info, cancellationToken).ConfigureAwait(false) : await StartAsync(info, record is null || !trace.Spans.Any(RootRecord.IsWhole), cancellationToken).ConfigureAwait(false);
        }
        catch (MlflowException e) when (!_isBefore3 && e.ErrorCode == MlflowErrorCode.EndpointNotFound)
        {
            var file = await StartV2Async(info, cancellationToken).ConfigureAwait(false);
            _isBefore3 = true;
            return file;
        }
    }

    private async Task<TraceFile> StartAsync(TraceInfo info, bool isPart, CancellationToken cancellationToken)
    {
        // A part must not make a trace unfinished that is finished.
        if (isPart && await FindStartedAsync(info.TraceId, cancellationToken).ConfigureAwait(false) is { } there)
        {
            return there;
        }

        try
        {
            return TraceFile.Of(await server.StartTraceAsync(info, cancellationToken).ConfigureAwait(false)) with { IsNew = isPart };
        }
        catch (MlflowException e) when (e.ErrorCode is not (MlflowErrorCode.EndpointNotFound or MlflowErrorCode.TemporarilyUnavailable or MlflowErrorCode.DeadlineExceeded)
            && e.InnerException is null)
        {
            // Servers before 3.4 take a record once; what is there is ended as older clients end it.
            if (await FindStartedAsync(info.TraceId, cancellationToken).ConfigureAwait(false) is { } started)
            {
                return started with { EndsApart = true };
            }

            throw;
        }
    }

    private async Task<TraceFile?> FindStartedAsync(string traceId, CancellationToken cancellationToken)
    {
        try
        {
            return TraceFile.Of(await server.GetTraceInfoAsync(traceId, cancellationToken).ConfigureAwait(false));
        }
        catch (MlflowException e) when (e.ErrorCode == MlflowErrorCode.ResourceDoesNotExist)
        {
            return null;
        }
    }

    private async Task<TraceFile> StartV2Async(TraceInfo info, CancellationToken cancellationToken)
    {
        if (!_old.TryGetValue(info.TraceId, out var file))
        {
            file = TraceFile.Of(await server.StartTraceV2Async(info, cancellationToken).ConfigureAwait(false)) with { EndsApart = true };
            if (_old.Count >= MaxOldTraces)
            {
                _old.Clear();
            }

            // The next spans of it are added to the file.
            _old[info.TraceId] = file;
            return file with { IsNew = true };
        }

        return file;
    }

    // MLflow finds the trace of a span among its attributes.
    private static Span Own(Span span, string traceId) => span.TraceId == traceId
        ? span
        : span with
        {
            TraceId = traceId,
            OtelTraceId = span.OtelTraceId,
            Attributes = span.Attributes.Where(static a => a.Key != MlflowKeys.TraceRequestId).ToDictionary(StringComparer.Ordinal),
        };
}
