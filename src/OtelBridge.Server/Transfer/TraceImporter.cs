using OtelBridge.Grpc;
using OtelBridge.Otlp;
using OtelBridge.Server.Commands;
using OtelBridge.Server.Diagnostics;
using OtelBridge.Store.Migration;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Transfer;

/// <summary>Stores the traces of a file. What cannot be read is passed over and told; what is stored already stays as it is, so it may run again and again.</summary>
internal sealed class TraceImporter(ITraceTarget target, ImportedExperiments experiments, ImportResult result)
{
    // What goes into one request: it becomes durable together, and far from the server's limit.
    private const int MaxTraces = 100;
    private const int MaxBytes = 4 * 1024 * 1024;

    private readonly List<(long Line, TraceEntry Trace, string? Experiment)> _batch = []; // bounded by MaxTraces
    private int _bytes;

    /// <summary>Stores every trace of a stream.</summary>
    /// <param name="stream">JSON Lines.</param>
    /// <param name="progress">Is told the bytes that are read and the traces that are stored.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Stream stream, Action<long, long> progress, CancellationToken cancellationToken)
    {
        await experiments.CheckAsync(cancellationToken);
        await foreach (var (line, text, end) in LineReader.ReadAsync(stream, cancellationToken))
        {
            if (text.Span.ContainsAnyExcept(" \t\r"u8))
            {
                await AddAsync(line, text, cancellationToken);
                progress(end, result.Traces);
            }
        }

        await StoreBatchAsync(cancellationToken);
    }

    private async Task AddAsync(long line, ReadOnlyMemory<byte> text, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var item in TraceEntryReader.Split(text))
            {
                await AddTraceAsync(line, item, cancellationToken);
            }
        }
        catch (BadTraceException e)
        {
            result.AddBadLine(line, e.Message);
        }
    }

    private async Task AddTraceAsync(long line, ReadOnlyMemory<byte> text, CancellationToken cancellationToken)
    {
        try
        {
            var trace = TraceEntryReader.Read(text);
            var experiment = await experiments.FindAsync(trace, cancellationToken);
            if (experiment is not null)
            {
                ImportedExperiments.Move(trace, experiment);
            }

            var size = trace.Spans.CalculateSize();
            if (_batch.Count == MaxTraces || _bytes + size > MaxBytes)
            {
                await StoreBatchAsync(cancellationToken);
            }

            _batch.Add((line, trace, experiment));
            _bytes += size;
        }
        catch (BadTraceException e)
        {
            result.AddBadLine(line, e.Message);
        }
    }

    private async Task StoreBatchAsync(CancellationToken cancellationToken)
    {
        foreach (var group in _batch.GroupBy(static item => item.Experiment, static item => (item.Line, item.Trace)))
        {
            foreach (var (line, trace) in await StoreSpansAsync([.. group], group.Key, cancellationToken))
            {
                await StoreRecordAsync(line, trace, group.Key, cancellationToken);
            }
        }

        _batch.Clear();
        _bytes = 0;
    }

    /// <summary>Stores the spans of some traces together; when some are refused, one by one, so that each line gets its own answer.</summary>
    private async Task<IReadOnlyList<(long Line, TraceEntry Trace)>> StoreSpansAsync(
        IReadOnlyList<(long Line, TraceEntry Trace)> traces, string? experiment, CancellationToken cancellationToken)
    {
        if (traces.Count > 1)
        {
            var together = new ExportTraceServiceRequest();
            together.ResourceSpans.AddRange(traces.SelectMany(static item => item.Trace.Spans.ResourceSpans));
            if (await ExportAsync(together, experiment, cancellationToken) is null)
            {
                return traces;
            }
        }

        var stored = new List<(long, TraceEntry)>(traces.Count);
        foreach (var (line, trace) in traces)
        {
            string? refusal = null;
            foreach (var request in SpanPieces.Of(trace.Spans, MaxBytes))
            {
                refusal ??= await ExportAsync(request, experiment, cancellationToken);
            }

            if (refusal is null)
            {
                stored.Add((line, trace));
            }
            else
            {
                result.AddBadLine(line, refusal);
            }
        }

        return stored;
    }

    /// <summary>Gives what is refused; null when everything is stored.</summary>
    private async Task<string?> ExportAsync(ExportTraceServiceRequest request, string? experiment, CancellationToken cancellationToken)
    {
        var response = await target.ExportAsync(request, experiment, cancellationToken);
        return response.PartialSuccess is { RejectedSpans: > 0 } partial ? partial.ErrorMessage : null;
    }

    private async Task StoreRecordAsync(long line, TraceEntry trace, string? experiment, CancellationToken cancellationToken)
    {
        try
        {
            if (trace.Info is { } info)
            {
                var stored = await FindAsync(info.TraceId, cancellationToken);
                if (TraceDifference.Of(info, stored, experiment ?? stored?.ExperimentId ?? info.ExperimentId) is { } record)
                {
                    await target.StartTraceAsync(record, cancellationToken);
                }

                await LinkAsync(info, stored, cancellationToken);
            }
            else if (trace.MlflowRecord is { } mlflow)
            {
                mlflow.ExperimentId = experiment ?? string.Empty;
                await target.StartTraceAsync(mlflow, cancellationToken);
            }

            result.AddTrace();
        }
        catch (Exception e) when (Fault.From(e) is { Status: GrpcStatusCode.InvalidArgument or GrpcStatusCode.NotFound } fault)
        {
            result.AddBadLine(line, fault.Message);
        }
    }

    private async Task LinkAsync(TraceInfo info, TraceInfo? stored, CancellationToken cancellationToken)
    {
        foreach (var run in info.RunIds.Except(stored?.RunIds ?? []))
        {
            try
            {
                await target.LinkToRunAsync(info.TraceId, run, cancellationToken);
            }
            catch (Exception e) when (Fault.From(e).Status == GrpcStatusCode.NotFound)
            {
                result.AddMissingRun();
            }
        }
    }

    private async Task<TraceInfo?> FindAsync(string traceId, CancellationToken cancellationToken)
    {
        try
        {
            return await target.GetTraceInfoAsync(traceId, cancellationToken);
        }
        catch (Exception e) when (Fault.From(e).Status == GrpcStatusCode.NotFound)
        {
            return null;
        }
    }
}
