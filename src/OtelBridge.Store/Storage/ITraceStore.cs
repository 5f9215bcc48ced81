using OtelBridge.Store.Aggregates;

namespace OtelBridge.Store.Storage;

/// <summary>An open store: what a backend hands out. Disposing finishes the writes that were taken and closes it.</summary>
public interface ITraceStore : IAsyncDisposable
{
    /// <summary>Gets the address of the store without secrets, for people to read.</summary>
    string Description { get; }

    /// <summary>Gets the write path.</summary>
    ITraceWriter Writer { get; }

    /// <summary>Gets the read path.</summary>
    ITraceReader Reader { get; }

    /// <summary>Gets the traces as tools of distributed tracing look at them: by service.</summary>
    IServiceReader Services { get; }

    /// <summary>Gets the experiments.</summary>
    IExperimentCatalog Experiments { get; }

    /// <summary>Gets what is said of traces besides their spans.</summary>
    ITraceRecords Records { get; }

    /// <summary>Gets the assessments.</summary>
    IAssessmentCatalog Assessments { get; }

    /// <summary>Gets the runs.</summary>
    IRunCatalog Runs { get; }

    /// <summary>Gets sums over traces and spans.</summary>
    IAggregateReader Aggregates { get; }

    /// <summary>Brings the text index and the kept sums up to date, which happens by itself after a while: searches and sums are right before, and faster after.</summary>
    Task FinishIndexAsync(CancellationToken cancellationToken);
}
