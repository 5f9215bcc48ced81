using System.Runtime.CompilerServices;
using OtelBridge.Attributes;
using OtelBridge.Client.Transport;
using OtelBridge.Client.Transport.Rest;
using OtelBridge.Configuration;
using OtelBridge.Diagnostics;
using OtelBridge.Otlp;

namespace OtelBridge.Export.Wires;

/// <summary>To an MLflow server: spans as OTLP over HTTP with the experiment in a header, then a record of each trace whose root was among them; or files, where it takes no spans.</summary>
/// <remarks>A parcel counts as sent when its records are told too: then the next attempt goes on where the last one ended.</remarks>
internal sealed class MlflowSpanWire : ISpanWire, IExperimentSource
{
    private const string DefaultExperiment = "0";

    /// <summary>A server that fails in itself at one trace again and again is not held up by it.</summary>
    private const int MaxFailures = 3;

    private readonly string _name;
    private readonly HttpSpanWire _spans;
    private readonly RestTransport _questions;
    private readonly ExperimentHeader _experiment;
    private readonly MlflowServerProbe _probe;
    private readonly TraceFiles _files;
    private readonly TraceTallies _tallies = new();

    // As long as somebody holds the parcel.
    private readonly ConditionalWeakTable<Parcel, ParcelProgress> _progress = [];

    // An OtelBridge store reads all of a record from the span itself; known after the first answer.
    private volatile bool _wantsRecords;
    private volatile bool _refusesRecords;

    public MlflowSpanWire(string name, StoreSettings settings, TimeSpan timeout, TimeProvider time)
    {
        _name = name;
        var rest = settings.Rest ?? new RestSettings();
        var handler = RestHandlers.Create(rest);
        _spans = new HttpSpanWire(new Uri(settings.Address, "v1/traces"), handler, new HttpWireOptions
        {
            Timeout = timeout,
            RetriesServerErrors = true,
            RespectsRetryAfter = rest.RespectsRetryAfter,
            Headers = CallerHeaders.Of(settings.Caller),
            Answered = headers => _wantsRecords = !headers.Contains(MlflowKeys.ServerHeader),
        });
        // Whoever sends parcels repeats them, as long as its own time allows.
        _questions = new RestTransport(settings.Address, rest with { MaxRetries = 0, Timeout = timeout }, time, handler);
        _probe = new MlflowServerProbe(name, settings.Address, rest, time, handler);
        _experiment = new ExperimentHeader(settings, () => _questions);
        _files = new TraceFiles(_questions, _tallies);
    }

    public async Task<ExportTracePartialSuccess?> SendAsync(Parcel parcel, CancellationToken abort)
    {
        var headers = await _experiment.GetAsync(parcel.Experiment, abort).ConfigureAwait(false);
        var experiment = KnownExperimentId(parcel.Experiment) ?? DefaultExperiment;
        var progress = _progress.GetValue(parcel, static _ => new ParcelProgress());
        if (progress.Taken is null && await _probe.TakesSpansAsync(abort).ConfigureAwait(false))
        {
            try
            {
                // MLflow's server refuses spans without one.
                await SendSpansAsync(parcel, headers.Length > 0 ? headers : [new(MlflowKeys.ExperimentHeader, DefaultExperiment)], progress, abort).ConfigureAwait(false);
            }
            catch (SendException e) when (_probe.TakesNone(e))
            {
            }
        }

        if (progress.Taken is { } taken)
        {
            await TellAsync(taken, experiment, progress, abort).ConfigureAwait(false);
        }
        else
        {
            await WriteFilesAsync(parcel, experiment, progress, abort).ConfigureAwait(false);
        }

        return progress.ToAnswer();
    }

    public string? KnownExperimentId(MlflowDestination? destination) => _experiment.KnownId(destination);

    public void Dispose()
    {
        _experiment.Dispose();
        _probe.Dispose();
        _files.Dispose();
        _questions.Dispose();
        _spans.Dispose();
    }

    /// <summary>Sends the spans, without those of traces that the server names as the bad ones.</summary>
    private async Task SendSpansAsync(Parcel parcel, KeyValuePair<string, string>[] headers, ParcelProgress progress, CancellationToken abort)
    {
        var (part, refused, reason) = (parcel, 0, string.Empty);
        while (part.Spans > 0)
        {
            try
            {
                var partial = await _spans.SendAsync(part, headers, abort).ConfigureAwait(false);
                refused += (int)Math.Clamp(partial?.RejectedSpans ?? 0, 0, part.Spans);
                reason = partial?.ErrorMessage ?? reason;
                break;
            }
            catch (SendException e) when (e.Failure == SendFailure.Refused && RefusedTraces.In(e.Message, part) is { Count: > 0 } traces)
            {
                var rest = ParcelParts.Without(part, traces);
                (refused, reason, part) = (refused + part.Spans - rest.Spans, e.Message, rest);
            }
        }

        if (refused > 0)
        {
            progress.Reject(refused, reason);
        }

        if (_wantsRecords)
        {
            var spans = ParcelParts.SpansOf(part).ToList();
            _tallies.Add(spans);
            progress.Whole = spans.Where(RootRecord.IsWhole).Select(ParcelParts.TraceIdOf).ToHashSet(StringComparer.Ordinal);
        }

        progress.Taken = part;
    }

    /// <summary>Tells the server of the traces whose roots were sent, if it wants that. Its refusal costs no span.</summary>
    private async Task TellAsync(Parcel parcel, string experiment, ParcelProgress progress, CancellationToken abort)
    {
        for (; _wantsRecords && !_refusesRecords && progress.Traces < parcel.Records.Count; progress.Traces++, progress.Failures = 0)
        {
            var record = parcel.Records[progress.Traces];
            try
            {
                if (progress.Whole.Contains(record.TraceId) || !await IsFinishedAsync(record.TraceId, abort).ConfigureAwait(false))
                {
                    await _questions.StartTraceAsync(_tallies.Complete(record with { ExperimentId = experiment }), abort).ConfigureAwait(false);
                }
            }
            catch (MlflowException e)
            {
                ThrowIfItMayPass(e, progress);
                BridgeEventSource.Log.SendFailed(_name, e);
                // A receiver of spans that is no MLflow server; it need not be asked for every trace.
                _refusesRecords = e.ErrorCode is MlflowErrorCode.EndpointNotFound or MlflowErrorCode.BadRequest;
            }
        }
    }

    /// <summary>Whether somebody who knows more has told of a trace that began elsewhere.</summary>
    private async Task<bool> IsFinishedAsync(string traceId, CancellationToken abort)
    {
        try
        {
            return (await _questions.GetTraceInfoAsync(traceId, abort).ConfigureAwait(false)).State is Entities.TraceState.Ok or Entities.TraceState.Error;
        }
        catch (MlflowException e) when (e.ErrorCode == MlflowErrorCode.ResourceDoesNotExist)
        {
            return false;
        }
    }

    private async Task WriteFilesAsync(Parcel parcel, string experiment, ParcelProgress progress, CancellationToken abort)
    {
        var traces = TraceFiles.TracesOf(parcel);
        for (; progress.Traces < traces.Count; progress.Traces++, progress.Failures = 0)
        {
            var trace = traces[progress.Traces];
            try
            {
                await _files.WriteAsync(trace, experiment, parcel.Records.FirstOrDefault(record => record.TraceId == trace.Id), abort).ConfigureAwait(false);
            }
            catch (MlflowException e)
            {
                ThrowIfItMayPass(e, progress);
                var failure = QuestionFailure.Of(e);
                if (failure.Failure == SendFailure.Broken)
                {
                    _probe.Forget();
                    throw failure;
                }

                progress.Reject(trace.Spans.Count, e.Message);
            }
        }
    }

    private static void ThrowIfItMayPass(MlflowException e, ParcelProgress progress)
    {
        if (QuestionFailure.Of(e) is { Failure: SendFailure.Transient } failure && (e.ErrorCode != MlflowErrorCode.InternalError || ++progress.Failures < MaxFailures))
        {
            throw failure;
        }
    }
}
