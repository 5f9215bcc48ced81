using Microsoft.AspNetCore.Http;
using OtelBridge.Store.Aggregates;
using OtelBridge.Web.Addresses;

namespace OtelBridge.Web.Dashboard;

/// <summary>What the address of the dashboard says: which traces, how groups are ordered, what spans are split by, how fresh it is kept.</summary>
/// <param name="Scope">Which traces.</param>
/// <param name="Order">Which groups come first.</param>
/// <param name="ByType">Whether spans are split by type, not by name.</param>
/// <param name="IsLive">Whether everything is read again every half minute.</param>
/// <param name="IsWhole">Whether the page has all its parts when it arrives, for those without scripts.</param>
public sealed record DashboardAddress(Scope Scope, AggregateOrder Order = AggregateOrder.Count, bool ByType = false, bool IsLive = false, bool IsWhole = false)
{
    private const string Path = "dashboard";
    private const string OrderName = "sort";
    private const string ByName = "by";
    private const string TypeValue = "type";
    private const string LiveName = "live";
    private const string WholeName = "whole";
    private const string On = "1";

    public static DashboardAddress Read(IQueryCollection query) => new(
        Scope.Read(query),
        Enum.TryParse<AggregateOrder>(query[OrderName].ToString(), ignoreCase: true, out var order) && Enum.IsDefined(order) ? order : AggregateOrder.Count,
        query[ByName] == TypeValue,
        query[LiveName] == On,
        query[WholeName] == On);

    /// <summary>The page.</summary>
    public string Page => Links.With(Path, Parameters());

    /// <summary>A part of the page.</summary>
    public string Part(DashboardSection section) => Links.With($"{Path}/{KeyOf(section)}", Parameters());

    /// <summary>The name of a section in addresses and ids.</summary>
    public static string KeyOf(DashboardSection section) => section.ToString().ToLowerInvariant();

    /// <summary>What else but the scope's own fields a form has to carry.</summary>
    public IEnumerable<(string Name, string Value)> Parameters() =>
    [
        .. Scope.Parameters(),
        (OrderName, Order == AggregateOrder.Count ? "" : Order.ToString().ToLowerInvariant()),
        (ByName, ByType ? TypeValue : ""),
        (LiveName, IsLive ? On : ""),
        (WholeName, IsWhole ? On : ""),
    ];
}
