using System.Globalization;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Web.Traces;

/// <summary>What is asked before many traces are changed.</summary>
/// <param name="Selection">The traces.</param>
/// <param name="Traces">What they are now.</param>
public sealed record BulkQuestion(BulkSelection Selection, IReadOnlyList<TraceInfo> Traces)
{
    public const string CountName = "count";
    public const string ConfirmName = "confirm";

    // From here on a click alone is too easily made.
    private const int MaxByClick = 100;
    private const int MaxNames = 5;

    public string Count => Traces.Count.ToString(CultureInfo.InvariantCulture);

    public string Called => Traces.Count == 1 ? "1 trace" : FormattableString.Invariant($"{Traces.Count:N0} traces");

    public string Spans => Number(Traces.Sum(static trace => trace.SpanCount), "span");

    public string Assessments => Number(Traces.Sum(static trace => (long)trace.Assessments.Count), "assessment");

    public bool IsTyped => Traces.Count > MaxByClick;

    public IReadOnlyList<string> Names => [.. Traces.Select(static trace => trace.Name).Where(static name => name.Length > 0).Distinct().Take(MaxNames)];

    /// <summary>Whether a form that comes back means these traces.</summary>
    public bool IsAnsweredBy(string count, string confirm) => count == Count && (!IsTyped || confirm.Trim().Replace(",", "", StringComparison.Ordinal) == Count);

    private static string Number(long number, string noun) => FormattableString.Invariant($"{number:N0} {noun}{(number == 1 ? "" : "s")}");
}
