using System.Globalization;
using OtelBridge.Store.Search.Completion;
using OtelBridge.Web.Addresses;

namespace OtelBridge.Web.Sessions;

/// <summary>What the address of a session says.</summary>
/// <param name="ExperimentId">Its experiment; empty for all.</param>
/// <param name="SessionId">The session.</param>
/// <param name="IsNewestFirst">Whether its turns run from the latest to the first.</param>
public sealed record SessionAddress(string ExperimentId, string SessionId, bool IsNewestFirst)
{
    private const string NewestFirst = "newest";

    /// <summary>Gets the token of the page of turns; empty for the first.</summary>
    public string PageToken { get; init; } = "";

    /// <summary>Gets how many turns come before the page.</summary>
    public int Before { get; init; }

    public string Link => Links.With(Links.Session(ExperimentId, SessionId), Parameters());

    /// <summary>Gets where an open page hears of changes.</summary>
    public string LiveLink => Links.With("session/live", [(Scope.ExperimentName, ExperimentId), ("id", SessionId)]);

    /// <summary>Gets what finds the traces of the session.</summary>
    public Scope Scope => new(ExperimentId.Length == 0 ? [] : [ExperimentId], FilterWords.Is("session", SessionId), TimeRange.All);

    internal static SessionAddress Read(Func<string, string> query) => new(query(Scope.ExperimentName), query("id"), query("order") == NewestFirst)
    {
        PageToken = query("page"),
        Before = int.TryParse(query("before"), NumberStyles.None, CultureInfo.InvariantCulture, out var before) ? before : 0,
    };

    private IEnumerable<(string Name, string Value)> Parameters() =>
    [
        ("order", IsNewestFirst ? NewestFirst : ""),
        ("page", PageToken),
        ("before", PageToken.Length > 0 ? Before.ToString(CultureInfo.InvariantCulture) : ""),
    ];
}
