using OtelBridge.Store.Aggregates;

namespace OtelBridge.Web.Sessions;

/// <summary>A session: its sums, and a page of its turns.</summary>
/// <param name="Address">What was asked for.</param>
/// <param name="Summary">The sums of all its traces.</param>
/// <param name="Models">The models that answered, the most called first.</param>
/// <param name="Turns">The turns of this page, in the order of the page.</param>
/// <param name="NextPage">Token of the next page; empty on the last.</param>
public sealed record SessionModel(SessionAddress Address, SessionSummary Summary, IReadOnlyList<string> Models, IReadOnlyList<SessionTurn> Turns, string NextPage)
{
    /// <summary>The most turns of a page: what one reads at a sitting, and little enough to be read from the store at once.</summary>
    public const int PageSize = 50;

    private const int LeastOutlined = 4;

    /// <summary>Gets what the page's stream compares with.</summary>
    public string Seen { get; init; } = "";

    public bool HasOutline => Turns.Count >= LeastOutlined;

    /// <summary>Gets the address of the next page.</summary>
    public string Next => (Address with { PageToken = NextPage, Before = Address.Before + Turns.Count }).Link;

    /// <summary>Gets the address of the first page in the other order.</summary>
    public string OtherOrder => (Address with { IsNewestFirst = !Address.IsNewestFirst, PageToken = "", Before = 0 }).Link;

    /// <summary>Gets the address of the first page.</summary>
    public string First => (Address with { PageToken = "", Before = 0 }).Link;
}
