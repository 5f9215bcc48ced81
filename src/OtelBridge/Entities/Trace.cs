using System.Text.Json;
using System.Text.RegularExpressions;
using OtelBridge.Attributes;
using OtelBridge.Entities.Json;
using OtelBridge.Entities.Tree;

namespace OtelBridge.Entities;

/// <summary>A trace with its spans, as it is read back.</summary>
public sealed record Trace
{
    private readonly SpanList _spans = SpanList.Of([]);

    /// <summary>Gets what is known of the trace as a whole.</summary>
    public required TraceInfo Info { get; init; }

    /// <summary>Gets the spans: roots first, then by their start, in whatever order they are given.</summary>
    public IReadOnlyList<Span> Spans
    {
        get => _spans;
        init => _spans = SpanList.Of(value ?? []);
    }

    /// <summary>Gets the first span without a parent.</summary>
    /// <value>Null when there is none, as in a piece of a distributed trace.</value>
    public Span? Root => _spans.Root;

    /// <summary>Gets what the trace was asked: the inputs of <see cref="Root"/> as JSON text.</summary>
    public string? Request => Root?.Inputs?.GetRawText();

    /// <summary>Gets what the trace answered: the outputs of <see cref="Root"/> as JSON text.</summary>
    public string? Response => Root?.Outputs?.GetRawText();

    /// <summary>Gets what came of the steps on the way, by the names of their spans: what was logged with the trace, else the outputs of all spans that have a parent.</summary>
    /// <value>Of spans with one name the last one counts. Empty when there are none.</value>
    public IReadOnlyDictionary<string, JsonElement> IntermediateOutputs
    {
        get
        {
            var outputs = new Dictionary<string, JsonElement>();
            if (Root is { } root && root.Attributes.TryGetValue(MlflowKeys.TraceIntermediateOutputs, out var logged) && JsonSource.Unwrap(logged) is { ValueKind: JsonValueKind.Object } map)
            {
                foreach (var member in map.EnumerateObject())
                {
                    outputs[member.Name] = member.Value;
                }

                return outputs;
            }

            foreach (var span in _spans.Where(static span => span.ParentId is not null && span.Outputs is not null))
            {
                outputs[span.Name] = span.Outputs.GetValueOrDefault();
            }

            return outputs;
        }
    }

    /// <summary>Reads a trace from JSON text in any form that MLflow writes or has written: <c>Trace.to_json()</c> of versions 2 and 3, and what its REST API answers.</summary>
    /// <param name="json">The text.</param>
    /// <returns>The trace.</returns>
    /// <remarks>Python's NaN and Infinity, which JSON does not have, become the texts <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c>.</remarks>
    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE: the text is no JSON, or no trace.</exception>
    public static Trace FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return TraceJsonReader.Read(JsonSource.Parse(json, "trace"));
    }

    /// <summary>Reads a trace from UTF-8 JSON text; see <see cref="FromJson(string)"/>.</summary>
    /// <param name="utf8Json">The text.</param>
    /// <returns>The trace.</returns>
    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE: the text is no JSON, or no trace.</exception>
    public static Trace FromJson(ReadOnlySpan<byte> utf8Json) => TraceJsonReader.Read(JsonSource.Parse(utf8Json, "trace"));

    /// <summary>Reads a trace from a JSON value; see <see cref="FromJson(string)"/>. The document of the value may be disposed afterwards.</summary>
    /// <param name="json">The value.</param>
    /// <returns>The trace.</returns>
    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE: the value is no trace.</exception>
    public static Trace FromJson(JsonElement json) => TraceJsonReader.Read(JsonSource.Parse(json, "trace"));

    /// <summary>Writes the trace as JSON text in MLflow 3's form, <c>{"info":{…},"data":{"spans":[…]}}</c>, which MLflow's <c>Trace.from_json</c> reads.</summary>
    /// <param name="indented">Whether the text is spread over lines for people to read.</param>
    /// <returns>The text.</returns>
    /// <remarks>Ids of spans are base64, attributes are JSON texts, and the duration is cut to milliseconds, as MLflow has it.</remarks>
    public string ToJson(bool indented = false) => EntityJson.Text(this, TraceJsonWriter.Write, indented);

    /// <summary>Finds spans; what is not given does not matter.</summary>
    /// <param name="spanType">The type, one of <see cref="SpanType"/> or another text.</param>
    /// <param name="name">The whole name.</param>
    /// <param name="spanId">The 16 hex digits of the id.</param>
    /// <returns>The spans in the order of <see cref="Spans"/>.</returns>
    public IReadOnlyList<Span> SearchSpans(string? spanType = null, string? name = null, string? spanId = null) =>
        Search(spanType, span => name is null || span.Name == name, spanId);

    /// <summary>Finds spans by a pattern; what is not given does not matter.</summary>
    /// <param name="name">What is found in the name, anywhere unless the pattern says so.</param>
    /// <param name="spanType">The type, one of <see cref="SpanType"/> or another text.</param>
    /// <param name="spanId">The 16 hex digits of the id.</param>
    /// <returns>The spans in the order of <see cref="Spans"/>.</returns>
    public IReadOnlyList<Span> SearchSpans(Regex name, string? spanType = null, string? spanId = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Search(spanType, span => name.IsMatch(span.Name), spanId);
    }

    /// <summary>Gets the span that a span is a child of.</summary>
    /// <param name="span">A span of this trace.</param>
    /// <returns>Null for a root, and when the parent is not in this trace.</returns>
    public Span? ParentOf(Span span)
    {
        ArgumentNullException.ThrowIfNull(span);
        return span.ParentId is { } parent ? _spans.Find(parent) : null;
    }

    /// <summary>Gets the children of a span by their start.</summary>
    /// <param name="span">A span of this trace.</param>
    /// <returns>The spans.</returns>
    public IReadOnlyList<Span> ChildrenOf(Span span)
    {
        ArgumentNullException.ThrowIfNull(span);
        return [.. _spans.ChildrenOf(span.SpanId)];
    }

    /// <summary>Finds assessments of the trace; what is not given does not matter.</summary>
    /// <typeparam name="TAssessment"><see cref="Feedback"/>, <see cref="Expectation"/>, or <see cref="Assessment"/> for both.</typeparam>
    /// <param name="name">The whole name.</param>
    /// <param name="spanId">The id of the span that is judged.</param>
    /// <param name="all">Whether feedback that another one replaced is found too.</param>
    /// <returns>The assessments.</returns>
    public IReadOnlyList<TAssessment> SearchAssessments<TAssessment>(string? name = null, string? spanId = null, bool all = false)
        where TAssessment : Assessment =>
        [.. Info.Assessments.OfType<TAssessment>().Where(assessment =>
            (name is null || assessment.Name == name) && (spanId is null || assessment.SpanId == spanId) && (all || assessment is not Feedback { Valid: false }))];

    /// <summary>Draws the trace as a tree for a terminal: each span with its status, name, type, duration and tokens, and the beginnings of its inputs and outputs.</summary>
    /// <param name="width">How many columns a line may take; at least 40. Lines are cut, never wrapped.</param>
    /// <param name="colors">Whether terminal colours are used.</param>
    /// <returns>The lines. Control characters in what the spans say are shown as marks, so that they cannot steer the terminal.</returns>
    /// <remarks>Spans whose parent is missing stand at the top and say so; a span that is its own ancestor is shown once.</remarks>
    public string ToTree(int width = 120, bool colors = false) => new TraceTree(this, width, colors).Draw();

    /// <summary>Says which trace it is.</summary>
    public override string ToString() => $"Trace {Info.TraceId} ({_spans.Count} spans)";

    private IReadOnlyList<Span> Search(string? spanType, Func<Span, bool> isNamed, string? spanId) =>
        [.. _spans.Where(span => (spanType is null || span.SpanType == spanType) && (spanId is null || span.SpanId == spanId) && isNamed(span))];
}
