namespace OtelBridge.Store.Quotas;

/// <summary>One limit of what a span may be.</summary>
/// <param name="Most">The limit.</param>
/// <param name="Told">Whose it is and how much, for the sender.</param>
internal sealed record SpanLimit(long Most, string Told)
{
    /// <summary>The tightest of the quotas; null when none says anything.</summary>
    public static SpanLimit? Of(IReadOnlyList<(string Who, Quota Quota)> quotas, Func<Quota, long?> read, Func<string, long, FormattableString> tell) => quotas
        .Select(item => (item.Who, Most: read(item.Quota)))
        .Where(static item => item.Most is > 0)
        .OrderBy(static item => item.Most)
        .Select(item => new SpanLimit(item.Most!.Value, FormattableString.Invariant(tell(item.Who, item.Most.Value))))
        .FirstOrDefault();
}
