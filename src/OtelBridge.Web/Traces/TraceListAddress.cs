using Microsoft.AspNetCore.Http;
using OtelBridge.Store.Search;
using OtelBridge.Web.Addresses;

namespace OtelBridge.Web.Traces;

/// <summary>What the address of the list says: which traces, in which order, what is shown of them.</summary>
/// <param name="Scope">Which traces.</param>
/// <param name="Order">Clauses of an order; none for the newest first.</param>
/// <param name="Columns">The columns as the address names them; empty for those that the reader chose last.</param>
/// <param name="IsLive">Whether new traces appear by themselves.</param>
public sealed record TraceListAddress(Scope Scope, IReadOnlyList<string> Order, string Columns, bool IsLive)
{
    public const string OrderName = "order";
    public const string ColumnsName = "columns";
    public const string LiveName = "live";
    public const string PageName = "page";

    private const string Descending = " DESC";

    /// <summary>Gets the address of the list.</summary>
    public string Page => To("traces");

    public static TraceListAddress Read(IQueryCollection query) => new(
        Scope.Read(query),
        [.. query[OrderName].OfType<string>().Where(static clause => clause.Length > 0)],
        query[ColumnsName].ToString(),
        query[LiveName] == "1");

    /// <summary>The address of a part of the list, or of something done with it.</summary>
    public string To(string path, string pageToken = "") =>
        Links.With(path, pageToken.Length > 0 ? Parameters().Append((PageName, pageToken)) : Parameters());

    public TraceListAddress With(Scope scope) => this with { Scope = scope };

    /// <summary>Which way a column is ordered by: <c>ascending</c>, <c>descending</c>, or null.</summary>
    /// <exception cref="InvalidFilterException">The order cannot be read.</exception>
    public string? DirectionOf(TraceColumn column)
    {
        var first = Order.Count > 0 ? TraceOrder.Parse(Order)[0] : new OrderTerm(TraceOrder.Parse([TraceColumns.Time.OrderKey])[0].Field, Descending: true);
        return column.OrderKey.Length > 0 && TraceOrder.Parse([column.OrderKey])[0].Field == first.Field ? first.Descending ? "descending" : "ascending" : null;
    }

    /// <summary>The list ordered by a column: the largest and the latest first, text from A on; the other way round when it is so already.</summary>
    public TraceListAddress OrderedBy(TraceColumn column)
    {
        var isDescending = DirectionOf(column) switch
        {
            "descending" => false,
            "ascending" => true,
            _ => column.IsNumber || column == TraceColumns.Time,
        };
        var isNewestFirst = isDescending && column == TraceColumns.Time;
        return this with { Order = isNewestFirst ? [] : [column.OrderKey + (isDescending ? Descending : "")] };
    }

    /// <summary>What the address says.</summary>
    public IEnumerable<(string Name, string Value)> Parameters() =>
    [
        .. Scope.Parameters(),
        .. Order.Select(static clause => (OrderName, clause)),
        (ColumnsName, Columns),
        (LiveName, IsLive ? "1" : ""),
    ];
}
