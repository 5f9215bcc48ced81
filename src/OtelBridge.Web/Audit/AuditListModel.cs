namespace OtelBridge.Web.Audit;

/// <summary>A page of the audit log, the newest first.</summary>
/// <param name="Address">What is asked.</param>
/// <param name="Rows">The entries.</param>
/// <param name="NextPageToken">Where the next page begins; empty on the last.</param>
/// <param name="Fault">Why what is asked cannot be read; empty when it can.</param>
public sealed record AuditListModel(AuditAddress Address, IReadOnlyList<AuditRow> Rows, string NextPageToken, string Fault)
{
    /// <summary>The page of older entries; empty on the last.</summary>
    public string Older => NextPageToken.Length > 0 ? (Address with { PageToken = NextPageToken }).Page : "";

    /// <summary>The same question from the newest entry on.</summary>
    public AuditAddress Newest => Address with { PageToken = "" };
}
