using System.Globalization;
using OtelBridge.Store.Quotas;

namespace OtelBridge.Server.Quotas;

/// <summary>What callers are told: whose quota, which, how much it is, and when it is free again.</summary>
internal static class QuotaWords
{
    public static QuotaExceededException TooManySpans(QuotaAccount whose, long spans, TimeSpan wait) => Of(
        whose,
        QuotaReason.Spans,
        $"The quota of {whose.Name} is {whose.Quota.SpansPerSecond} spans a second, {whose.Quota.Burst} at once (spans_per_second); there is no room for {spans} more now. {Again(wait)}",
        wait);

    public static QuotaExceededException TooManyBytes(QuotaAccount whose, long used, TimeSpan wait) => Of(
        whose,
        QuotaReason.Bytes,
        $"The quota of {whose.Name} is {whose.Quota.BytesPerDay} bytes a day (bytes_per_day); {used} of them are used, and this would be too many. {Again(wait)} That is midnight of UTC.",
        wait);

    /// <summary>What no time makes possible.</summary>
    public static QuotaExceededException TooLarge(QuotaAccount whose, FormattableString what, FormattableString most) => Of(
        whose,
        QuotaReason.RequestSize,
        $"This request has {FormattableString.Invariant(what)}, and the quota of {whose.Name} is {FormattableString.Invariant(most)}: as it is it will never be stored. Send less at once.",
        null);

    public static QuotaExceededException TooManySearches(QuotaAccount whose) => Of(
        whose,
        QuotaReason.Searches,
        $"The quota of {whose.Name} is {whose.Quota.Searches} searches at once (searches), and all of them are running. {Again(SearchSlots.Patience)}",
        SearchSlots.Patience);

    public static QuotaExceededException TooSlow(QuotaAccount whose) => Of(
        whose,
        QuotaReason.SearchTime,
        $"The quota of {whose.Name} is {whose.Quota.SearchSeconds} s a search (search_seconds), and this one took longer. Ask for a shorter time range, fewer experiments or a narrower filter.",
        null);

    /// <summary>Whole seconds, as HTTP knows them.</summary>
    public static long SecondsOf(TimeSpan wait) => (long)Math.Max(1, Math.Ceiling(wait.TotalSeconds));

    private static FormattableString Again(TimeSpan wait) => $"Try again in {SecondsOf(wait)} s.";

    private static QuotaExceededException Of(QuotaAccount whose, QuotaReason reason, FormattableString message, TimeSpan? wait) =>
        new(reason, message.ToString(CultureInfo.InvariantCulture), wait) { IsOfWorkspace = whose.IsOfWorkspace };
}
