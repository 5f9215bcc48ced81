using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Tests.Hosting;

/// <summary>A store that fails or stalls as a test asks: what a real one does only when its disk does.</summary>
internal sealed class ScriptedTraceStore : ITraceStore, ITraceWriter, ITraceReader, IExperimentCatalog
{
    public string Description => "scripted";

    public ITraceWriter Writer => this;

    public ITraceReader Reader => this;

    public IServiceReader Services => throw new NotSupportedException();

    public IExperimentCatalog Experiments => this;

    public ITraceRecords Records => throw new NotSupportedException();

    public IAssessmentCatalog Assessments => throw new NotSupportedException();

    public IRunCatalog Runs => throw new NotSupportedException();

    public IAggregateReader Aggregates => throw new NotSupportedException();

    public Func<CancellationToken, Task> OnWrite { get; set; } = static _ => Task.CompletedTask;

    public Func<CancellationToken, Task<IReadOnlyList<Trace>>> OnGet { get; set; } = static _ => Task.FromResult<IReadOnlyList<Trace>>([]);

    public Func<CancellationToken, Task<long>> OnCount { get; set; } = static _ => Task.FromResult(0L);

    public Func<CancellationToken, Task> OnFind { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Ends only when it is cancelled.</summary>
    public static Task NeverAsync(CancellationToken cancellationToken) => new TaskCompletionSource().Task.WaitAsync(cancellationToken);

    public Task WriteAsync(IReadOnlyList<TraceBatch> batches, CancellationToken cancellationToken) => OnWrite(cancellationToken);

    public Task<IReadOnlyList<Trace>> GetTracesAsync(IReadOnlyList<string> traceIds, CancellationToken cancellationToken) => OnGet(cancellationToken);

    public Task<Trace?> FindSpanAsync(string traceId, ReadOnlyMemory<byte> spanId, CancellationToken cancellationToken) => Task.FromResult<Trace?>(null);

    public async Task<TraceInfo?> FindTraceInfoAsync(string traceId, CancellationToken cancellationToken)
    {
        await OnFind(cancellationToken);
        return null;
    }

    public Task<IReadOnlyList<TraceInfo>> GetTraceInfosAsync(IReadOnlyList<string> traceIds, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Page<TraceInfo>> ListTracesAsync(int maxResults, string pageToken, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Page<TraceInfo>> SearchTracesAsync(TraceQuery query, CancellationToken cancellationToken) =>
        throw new InvalidPageTokenException("The page token was not made here.");

    public Task FinishIndexAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<long> CountTracesAsync(IReadOnlyList<string> experimentIds, string filter, CancellationToken cancellationToken) => OnCount(cancellationToken);

    public Task<string?> CreateAsync(CreateExperimentRequest experiment, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public Task ImportAsync(Experiment experiment, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Experiment?> FindAsync(string experimentId, CancellationToken cancellationToken) => Task.FromResult<Experiment?>(null);

    public Task<Experiment?> FindByNameAsync(string name, CancellationToken cancellationToken) => Task.FromResult<Experiment?>(null);

    public Task<Page<Experiment>> SearchAsync(SearchExperimentsRequest query, CancellationToken cancellationToken) => Task.FromResult(new Page<Experiment>([], ""));

    public Task RenameAsync(string experimentId, string newName, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SetLifecycleAsync(string experimentId, LifecycleStage stage, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SetTagAsync(string experimentId, string key, string value, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DeleteTagAsync(string experimentId, string key, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
