using OtelBridge.Attributes;
using OtelBridge.Entities;
using OtelBridge.Testing.Capturing;

namespace OtelBridge.Testing;

/// <summary>The spans of one trace that a <see cref="TraceCapture"/> has seen, as they were when it was asked.</summary>
/// <remarks>Immutable; thread-safe.</remarks>
public sealed class CapturedTrace
{
    internal CapturedTrace(string traceId, IReadOnlyList<CapturedSpan> spans, bool isComplete)
    {
        TraceId = traceId;
        Spans = spans;
        IsComplete = isComplete;
        Roots = [.. spans.Where(static span => span.Parent is null)];
        Root = Roots[0];
    }

    /// <summary>Gets MLflow's id of the trace: <c>tr-</c> and 32 hex digits.</summary>
    public string TraceId { get; }

    /// <summary>Gets the outermost span; of several, the one that started first.</summary>
    public CapturedSpan Root { get; }

    /// <summary>Gets all spans in the order of the tree: each before those inside it, siblings in the order of their starts.</summary>
    public IReadOnlyList<CapturedSpan> Spans { get; }

    /// <summary>Gets the session that the trace belongs to, null when none was said.</summary>
    public string? Session => OfRoots(static root => root.Text(MlflowKeys.TraceSession));

    /// <summary>Gets the user that the trace belongs to, null when none was said.</summary>
    public string? User => OfRoots(static root => root.Text(MlflowKeys.TraceUser));

    /// <summary>Gets the tags of the trace.</summary>
    public IReadOnlyDictionary<string, string> Tags => Facts(MlflowKeys.TraceTagPrefix);

    /// <summary>Gets the metadata of the trace that was set as such.</summary>
    public IReadOnlyDictionary<string, string> Metadata => Facts(MlflowKeys.TraceMetadataPrefix);

    /// <summary>Gets the tokens that all model calls used together.</summary>
    /// <value>Null when no span says any. A span inside one that says how many is not counted, as in MLflow.</value>
    public TokenUsage? Tokens => Outermost(static span => span.Tokens is not null).Select(static span => span.Tokens!)
        .Aggregate((TokenUsage?)null, static (sum, next) => sum is null
            ? next
            : new TokenUsage(sum.InputTokens + next.InputTokens, sum.OutputTokens + next.OutputTokens, sum.TotalTokens + next.TotalTokens));

    /// <summary>Gets what all model calls cost together, in US dollars.</summary>
    /// <value>Null when no span says it. A span inside one that says it is not counted.</value>
    public decimal? Cost => Outermost(static span => span.Cost is not null).Aggregate((decimal?)null, static (sum, next) => (sum ?? 0) + next.Cost);

    /// <summary>Gets the spans without a parent: more than one when what surrounds them was not captured.</summary>
    internal IReadOnlyList<CapturedSpan> Roots { get; }

    /// <summary>Gets whether everything that was started has ended.</summary>
    internal bool IsComplete { get; }

    /// <summary>Finds the one span of a name, of a type, or of both.</summary>
    /// <param name="name">The name; any when absent.</param>
    /// <param name="type">The type, see <see cref="SpanType"/>; any when absent.</param>
    /// <returns>The span.</returns>
    /// <exception cref="TraceAssertionException">There is none, or there are several; see <see cref="FindAll"/> for those.</exception>
    public CapturedSpan Find(string? name = null, string? type = null) => FindAll(name, type) switch
    {
        [var one] => one,
        [] => throw new TraceAssertionException($"The trace has no span {Wanted(name, type)}.\n\n{Shown()}"),
        var several => throw new TraceAssertionException($"The trace has {several.Count} spans {Wanted(name, type)}, not one.\n\n{Shown()}"),
    };

    /// <summary>Finds the spans of a name, of a type, or of both.</summary>
    /// <param name="name">The name; any when absent.</param>
    /// <param name="type">The type, see <see cref="SpanType"/>; any when absent.</param>
    /// <returns>The spans in the order of <see cref="Spans"/>; none when there are none.</returns>
    public IReadOnlyList<CapturedSpan> FindAll(string? name = null, string? type = null) =>
        [.. Spans.Where(span => (name is null || span.Name == name) && (type is null || span.Type == type))];

    /// <summary>Writes the tree: a line for each span with its type and its name, two blanks deeper than the one around it. Marks failed spans with <c>[ERROR]</c> and open ones with <c>[OPEN]</c>.</summary>
    /// <returns>The lines, as <see cref="TraceAssertions.ShouldHaveTree"/> takes them.</returns>
    public override string ToString() => SpanLines.Of(Roots);

    /// <summary>The trace in the message of a failure.</summary>
    internal string Shown() => $"The trace is:\n{this}";

    internal static string Wanted(string? name, string? type) => (name, type) switch
    {
        (null, null) => "at all",
        (null, _) => $"of type {type}",
        (_, null) => $"named \"{name}\"",
        _ => $"of type {type} named \"{name}\"",
    };

    private string? OfRoots(Func<CapturedSpan, string?> fact) => Roots.Select(fact).FirstOrDefault(static text => text is not null);

    // What is said of the trace stands on its local roots.
    private Dictionary<string, string> Facts(string prefix)
    {
        // Bounded by the attributes of the roots.
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in Roots.SelectMany(static root => root.Attributes))
        {
            if (key.StartsWith(prefix, StringComparison.Ordinal))
            {
                facts.TryAdd(key[prefix.Length..], value.ToString());
            }
        }

        return facts;
    }

    private IEnumerable<CapturedSpan> Outermost(Func<CapturedSpan, bool> says)
    {
        foreach (var span in Spans.Where(says))
        {
            var above = span.Parent;
            while (above is not null && !says(above))
            {
                above = above.Parent;
            }

            if (above is null)
            {
                yield return span;
            }
        }
    }
}
