using System.Collections.Frozen;
using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Storage;

namespace OtelBridge.Store.Access.Workspaces;

/// <summary>The store of whoever asks: that of the workspace that they are in. Nothing of two workspaces ever meets here.</summary>
/// <remarks>
/// <para>A part of it, the reader say, is of the caller of the moment: it is asked for at each call, and kept by nobody. What is remembered of a store above it is remembered by workspace.</para>
/// <para>Disposing leaves the stores open.</para>
/// </remarks>
public sealed class WorkspaceStores : ITraceStore
{
    private readonly CurrentCaller _caller;
    private readonly FrozenDictionary<string, Place> _places;

    /// <summary>Puts workspaces side by side.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="workspaces">The workspaces, each with its store as its callers see it.</param>
    public WorkspaceStores(CurrentCaller caller, IEnumerable<(Workspace Workspace, ITraceStore Seen)> workspaces)
    {
        ArgumentNullException.ThrowIfNull(workspaces);
        _caller = caller;
        _places = workspaces.ToFrozenDictionary(static item => item.Workspace.Name, static item => new Place(item.Workspace, item.Seen), StringComparer.Ordinal);
    }

    /// <summary>Gets the workspace of whoever asks.</summary>
    public Workspace Current => Here.Workspace;

    /// <summary>Finds them under what lies over them; null where there are no workspaces.</summary>
    public static WorkspaceStores? Under(ITraceStore store) => store switch
    {
        WorkspaceStores workspaces => workspaces,
        ILayeredTraceStore layer => Under(layer.Inner),
        _ => null,
    };

    /// <inheritdoc />
    public string Description => Here.Seen.Description;

    /// <inheritdoc />
    public ITraceWriter Writer => Here.Seen.Writer;

    /// <inheritdoc />
    public ITraceReader Reader => Here.Seen.Reader;

    /// <inheritdoc />
    public IServiceReader Services => Here.Seen.Services;

    /// <inheritdoc />
    public IExperimentCatalog Experiments => Here.Seen.Experiments;

    /// <inheritdoc />
    public ITraceRecords Records => Here.Seen.Records;

    /// <inheritdoc />
    public IAssessmentCatalog Assessments => Here.Seen.Assessments;

    /// <inheritdoc />
    public IRunCatalog Runs => Here.Seen.Runs;

    /// <inheritdoc />
    public IAggregateReader Aggregates => Here.Seen.Aggregates;

    /// <summary>Gets every workspace with its store as its callers see it.</summary>
    internal IEnumerable<(Workspace Workspace, ITraceStore Seen)> All => _places.Values.Select(static place => (place.Workspace, place.Seen));

    // A caller of a workspace that is not here passes no door; should one, then into no store at all.
    private Place Here => _places.TryGetValue(_caller.Value.Workspace, out var place) ? place : throw new AccessDeniedException("You are in no workspace of this server.");

    /// <inheritdoc />
    public Task FinishIndexAsync(CancellationToken cancellationToken) => Here.Seen.FinishIndexAsync(cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed record Place(Workspace Workspace, ITraceStore Seen);
}
