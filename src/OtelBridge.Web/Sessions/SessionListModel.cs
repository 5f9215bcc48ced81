using OtelBridge.Store.Aggregates;
using OtelBridge.Web.Addresses;
using OtelBridge.Web.Traces;

namespace OtelBridge.Web.Sessions;

/// <summary>A page of sessions.</summary>
/// <param name="Scope">Which traces: a session is listed when one of its traces is among them.</param>
/// <param name="Sessions">The sessions, the one with the latest trace first.</param>
/// <param name="Fault">What is wrong with the filter; null where nothing is.</param>
/// <param name="IsFirst">Whether it is the first page.</param>
/// <param name="NextPage">Token of the next page; empty on the last.</param>
public sealed record SessionListModel(Scope Scope, IReadOnlyList<SessionSummary> Sessions, FilterFault? Fault, bool IsFirst, string NextPage)
{
    public const string PageName = "page";

    /// <summary>Gets the address of the next page.</summary>
    public string Next => Links.With(Links.Sessions(Scope), [(PageName, NextPage)]);

    /// <summary>Gets whether nothing narrows the list down.</summary>
    public bool IsWide => Scope.Filter.Length == 0 && Scope.Range.IsAll && Scope.ExperimentIds.Count == 0;
}
