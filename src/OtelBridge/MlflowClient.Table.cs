using System.Data;
using OtelBridge.Entities;
using OtelBridge.Entities.Table;

namespace OtelBridge;

/// <content>Stored traces as a table.</content>
public sealed partial class MlflowClient
{
    /// <summary>Finds traces, as <see cref="SearchTracesAsync"/> does, and makes a table of them, a row each.</summary>
    /// <param name="extractFields">What of their spans gets a column of its own; see <see cref="TracesTableExtensions.ToDataTable"/>.</param>
    /// <param name="filter">See <see cref="SearchTracesAsync"/>.</param>
    /// <param name="orderBy">See <see cref="SearchTracesAsync"/>.</param>
    /// <param name="maxResults">Most traces; null for all: the table holds them in memory.</param>
    /// <param name="runId">See <see cref="SearchTracesAsync"/>.</param>
    /// <param name="modelId">See <see cref="SearchTracesAsync"/>.</param>
    /// <param name="experimentIds">See <see cref="SearchTracesAsync"/>.</param>
    /// <param name="includeSpans">False leaves the spans away, which is much faster; then nothing can be extracted.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The table; see <see cref="TracesTableExtensions.ToDataTable"/> for its columns.</returns>
    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE for a field or a filter that cannot be read, and for arguments that contradict each other.</exception>
    public async Task<DataTable> SearchTracesTableAsync(
        IEnumerable<string>? extractFields = null,
        string? filter = null,
        IReadOnlyList<string>? orderBy = null,
        int? maxResults = null,
        string? runId = null,
        string? modelId = null,
        IReadOnlyList<string>? experimentIds = null,
        bool includeSpans = true,
        CancellationToken cancellationToken = default)
    {
        // First, so that a field that cannot be read is refused before anything is asked.
        var layout = new TracesTableLayout(extractFields);
        var table = layout.MakeTable();
        var traces = SearchTracesAsync(filter, orderBy, maxResults, runId, modelId, experimentIds, includeSpans, cancellationToken: cancellationToken);
        await foreach (var trace in traces.ConfigureAwait(false))
        {
            layout.AddRow(table, trace);
        }

        return table;
    }
}
