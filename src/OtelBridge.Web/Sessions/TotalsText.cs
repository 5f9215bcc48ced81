using OtelBridge.Store.Aggregates;
using OtelBridge.Web.Wording;

namespace OtelBridge.Web.Sessions;

/// <summary>Sums of a session for people to read.</summary>
internal static class TotalsText
{
    public static string Turns(Totals totals) => CountText.Of(totals.Count, "turn", "turns");

    /// <summary>The tokens; a dash where no trace says any.</summary>
    public static string Tokens(Totals totals) => totals.TotalTokens > 0 ? CountText.Of(totals.TotalTokens, "token", "tokens") : CountText.Absent;

    /// <summary>The cost, with a plus where more was spent than is known; a dash where nothing is.</summary>
    public static string Cost(Totals totals) => totals.Cost is { } cost ? CostText.Of(cost) + (totals.UnpricedSpans > 0 ? "+" : "") : CountText.Absent;

    /// <summary>From the first to the last start.</summary>
    public static string Span(SessionSummary session) =>
        session.LastStartUnixNano > session.FirstStartUnixNano ? TimeText.Duration(session.LastStartUnixNano - session.FirstStartUnixNano) : CountText.Absent;
}
