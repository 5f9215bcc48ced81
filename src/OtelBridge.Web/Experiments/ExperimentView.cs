using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Store.Access;
using OtelBridge.Store.Storage;
using OtelBridge.Web.Hosting;
using OtelBridge.Web.People;

namespace OtelBridge.Web.Experiments;

/// <summary>One experiment: what it is called, what is said of it, what goes on in it.</summary>
/// <param name="Row">The experiment with its sums.</param>
/// <param name="Tags">All tags that people may change, in the order of their keys.</param>
/// <param name="Grants">Who was granted what of it; null when that is not the reader's affair.</param>
public sealed record ExperimentView(ExperimentRow Row, IReadOnlyList<KeyValuePair<string, string>> Tags, IReadOnlyList<(string Person, AccessLevel Permission)>? Grants = null)
{
    /// <summary>Gets whether it may be deleted; the first one always exists.</summary>
    public bool IsDeletable => Row.Id != "0";

    internal static async Task<ExperimentView> ReadAsync(PageRequest request)
    {
        var id = IdOf(request);
        var experiment = await request.Store.Experiments.FindAsync(id, request.Aborted) ?? throw new NotStoredException($"There is no experiment {id}.");
        var activity = await request.Store.Aggregates.ReadExperimentsAsync([id], request.Aborted);
        var tags = experiment.Tags.Where(static tag => tag.Key != ExperimentChanges.NoteTag).OrderBy(static tag => tag.Key, StringComparer.Ordinal);
        var isManaged = request.Context.Reader is not null && request.Context.Offers(AccessLevel.Manage, id);
        var desk = isManaged ? request.Http.RequestServices.GetService<IAccessDesk>() : null;
        return new ExperimentView(
            ExperimentRow.Of(experiment, activity is [var one, ..] ? one : null), [.. tags], desk is null ? null : await desk.ReadGrantsOfAsync(id, request.Aborted));
    }

    /// <summary>The experiment that the address names.</summary>
    internal static string IdOf(PageRequest request) =>
        long.TryParse(request.Route("id"), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? request.Route("id")
            : throw new NotStoredException($"There is no experiment '{request.Route("id")}'; experiments have numbers.");
}
