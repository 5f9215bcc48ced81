using Microsoft.AspNetCore.Http;
using OtelBridge.Web.Addresses;

namespace OtelBridge.Web.Audit;

/// <summary>Which entries of the audit log a page shows: all of it is in its address, under the names that the REST API has for it.</summary>
/// <param name="Who">A person, <c>key:ID</c>, <c>command:NAME</c>, <c>server</c>; empty for everybody.</param>
/// <param name="Action">What was done; empty for everything.</param>
/// <param name="About">What it was done with; empty for everything.</param>
/// <param name="Outcome">How it ended; empty for either way.</param>
/// <param name="From">The first moment, as people write it; empty for no bound.</param>
/// <param name="To">The moment before which; empty for no bound.</param>
/// <param name="PageToken">Where the page before ended; empty for the newest.</param>
public sealed record AuditAddress(string Who, string Action, string About, string Outcome, string From, string To, string PageToken)
{
    public const string Path = "audit";
    public const string WhoName = "who";
    public const string ActionName = "action";
    public const string AboutName = "about";
    public const string OutcomeName = "outcome";
    public const string FromName = "from";
    public const string ToName = "to";
    public const string PageTokenName = "page_token";

    private const string Rest = "api/3.0/otelbridge/audit";

    public static readonly AuditAddress All = new("", "", "", "", "", "", "");

    public bool IsAll => this with { PageToken = "" } == All;

    public bool IsFirst => PageToken.Length == 0;

    /// <summary>The address of the page, relative to the base.</summary>
    public string Page => Links.With(Path, Parameters());

    public static AuditAddress Read(IQueryCollection query)
    {
        return new AuditAddress(Of(WhoName), Of(ActionName), Of(AboutName), Of(OutcomeName), Of(FromName), Of(ToName), Of(PageTokenName));

        string Of(string name) => query[name].ToString().Trim();
    }

    /// <summary>The log of one thing, such as <c>trace:tr-…</c>.</summary>
    public static string OfSubject(string subject) => (All with { About = subject }).Page;

    /// <summary>What is asked under a name; null for what is no part of an address.</summary>
    public string? Find(string name) => Parameters().FirstOrDefault(parameter => parameter.Name == name).Value;

    /// <summary>Where programs get the same, whole, as a file.</summary>
    public string File(string format) => Links.With(Rest, [.. (this with { PageToken = "" }).Parameters(), ("format", format)]);

    private IEnumerable<(string Name, string Value)> Parameters() =>
        [(WhoName, Who), (ActionName, Action), (AboutName, About), (OutcomeName, Outcome), (FromName, From), (ToName, To), (PageTokenName, PageToken)];
}
