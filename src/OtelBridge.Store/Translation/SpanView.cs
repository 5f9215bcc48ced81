using OtelBridge.Attributes;
using OtelBridge.Dialects;
using OtelBridge.Otlp;
using OtelBridge.Pricing;

namespace OtelBridge.Store.Translation;

/// <summary>A stored span as its readers want it: what any dialect says of type, inputs, outputs and tokens, and attributes in one form.</summary>
/// <remarks>The span itself is not changed, and every attribute of its own is still there.</remarks>
public sealed class SpanView
{
    private readonly SpanReading _reading;
    private readonly string _traceId;
    private readonly bool _isOurs;
    private readonly SpanCost? _storedCost;

    private SpanView(Span span, string traceId, bool isOurs, SpanCost? storedCost)
    {
        Span = span;
        _storedCost = storedCost;
        _traceId = traceId;
        _isOurs = isOurs;
        _reading = SpanReading.Of(span);
    }

    /// <summary>Gets the span as it was received.</summary>
    public Span Span { get; }

    /// <summary>Gets whether the span has no parent; zeros are how some senders say so.</summary>
    public bool IsRoot => !Span.ParentSpanId.Span.ContainsAnyExcept((byte)0);

    /// <summary>Gets the span type; null when the span says nothing of it.</summary>
    public string? Type => _reading.SpanType;

    /// <summary>Gets what the operation worked on, as JSON text; null when the span does not say.</summary>
    public string? Inputs => _reading.Inputs;

    /// <summary>Gets what came out of the operation, as JSON text; null when the span does not say.</summary>
    public string? Outputs => _reading.Outputs;

    /// <summary>Gets the token usage that the span itself reports; null when it reports none.</summary>
    public SpanTokenUsage? TokenUsage => _reading.TokenUsage;

    /// <summary>Gets how many of the input tokens the provider had in its cache; null when the span does not say.</summary>
    public long? CacheReadTokens => _reading.TokenDetails?.CacheRead;

    /// <summary>Gets how many of the input tokens the provider put into its cache; null when the span does not say.</summary>
    public long? CacheWriteTokens => _reading.TokenDetails?.CacheWrite;

    /// <summary>Gets how many of the output tokens were thought; null when the span does not say.</summary>
    public long? ReasoningTokens => _reading.TokenDetails?.Reasoning;

    /// <summary>Gets the model that answered, or else the one that was asked for; null when the span says nothing of it.</summary>
    public string? Model => _reading.Model;

    /// <summary>Gets the provider of the model; null when the span says nothing of it.</summary>
    public string? Provider => _reading.Provider;

    /// <summary>Gets the service tier of the call; null when the span says nothing of it.</summary>
    public string? ServiceTier => _reading.ServiceTier;

    /// <summary>Gets whether the span itself says what it cost; otherwise a cost was reckoned from its tokens when it was stored.</summary>
    public bool SaysCost => _reading.Cost is not null;

    /// <summary>Gets what the span cost: what it says itself, or else what was reckoned when it was stored; null when that is not known.</summary>
    public SpanCost? Cost => _reading.Cost ?? _storedCost;

    /// <summary>Gets what went wrong, in one line of at most 1,000 characters: the last exception, or the message of the failure; null where nothing did.</summary>
    public string? Error => SpanError.Of(Span);

    /// <summary>Views a span.</summary>
    /// <param name="span">The span.</param>
    /// <param name="traceId">Id of the trace that it is stored under.</param>
    public static SpanView Of(Span span, string traceId)
    {
        ArgumentNullException.ThrowIfNull(span);
        ArgumentNullException.ThrowIfNull(traceId);
        return new SpanView(span, traceId, isOurs: false, storedCost: null);
    }

    /// <summary>Views the spans of a trace: roots first, then by start.</summary>
    public static IReadOnlyList<SpanView> Of(Tracking.V1.Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var costs = trace.SpanCosts.ToDictionary(static item => item.SpanId, static item => SpanCost.Of(item.Cost));
        return [.. trace.ResourceSpans
            .SelectMany(static resource => resource.ScopeSpans)
            .SelectMany(scope => scope.Spans.Select(span => new SpanView(span, trace.Info.TraceId, IsOurs(scope), costs.GetValueOrDefault(span.SpanId))))
            .OrderByDescending(static view => view.IsRoot)
            .ThenBy(static view => view.Span.StartTimeUnixNano)];
    }

    /// <summary>
    /// Gives the attributes as MLflow gives them back: natively typed. Text that is a JSON string has lost its quotes, text that is a JSON object is a map; lists
    /// and numbers in text stay text, but for spans of our SDK, which writes every value as JSON. MLflow's own keys for trace id, inputs, outputs, token usage, cost and type are filled in where another dialect, or the store, says them.
    /// </summary>
    public IEnumerable<KeyValue> Attributes()
    {
        var present = new HashSet<string>(StringComparer.Ordinal); // bounded by the attributes of the span
        foreach (var attribute in Span.Attributes)
        {
            present.Add(attribute.Key);
        }

        if (!present.Contains(MlflowKeys.TraceRequestId))
        {
            yield return Attribute(MlflowKeys.TraceRequestId, Text(_traceId));
        }

        foreach (var attribute in Span.Attributes)
        {
            yield return Attribute(attribute.Key, attribute.Key == MlflowKeys.TraceRequestId ? Text(_traceId) : Readable(attribute.Key, attribute.Value));
        }

        foreach (var (key, value) in FromDialects())
        {
            if (value is not null && !present.Contains(key))
            {
                yield return Attribute(key, value);
            }
        }
    }

    /// <summary>Gives a copy of the span with <see cref="Attributes"/> in place of its own; the dropped ones and all else are as received.</summary>
    public Span Translated()
    {
        var span = Span.Clone();
        span.Attributes.Clear();
        span.Attributes.AddRange(Attributes());
        return span;
    }

    private static KeyValue Attribute(string key, AnyValue value) => new() { Key = key, Value = value };

    private static AnyValue Text(string text) => new() { StringValue = text };

    private static bool IsOurs(ScopeSpans scope) => scope.Scope?.Name == SpanScope.Name;

    private AnyValue Readable(string key, AnyValue? value)
    {
        if (value is not { ValueCase: AnyValue.ValueOneofCase.StringValue })
        {
            return value ?? new AnyValue();
        }

        // Other SDKs may mean the text 42 by 42; ours writes that with quotes.
        var isJson = _isOurs && (key is MlflowKeys.SpanInputs or MlflowKeys.SpanOutputs);
        return (isJson || LooksLikeJson(value.StringValue)) && JsonAnyValue.TryRead(value.StringValue, out var read) ? read : value;
    }

    private bool LooksLikeJson(string text) => text.AsSpan().Trim() switch
    {
        ['"', .., '"'] or ['{', .., '}'] => true,
        ['[', .., ']'] => _isOurs,
        _ => false,
    };

    private static AnyValue? Usage(SpanTokenUsage? usage) => usage is { } tokens
        ? new AnyValue
        {
            KvlistValue = new KeyValueList
            {
                Values =
                {
                    Attribute(MlflowKeys.InputTokens, new AnyValue { IntValue = tokens.Input }),
                    Attribute(MlflowKeys.OutputTokens, new AnyValue { IntValue = tokens.Output }),
                    Attribute(MlflowKeys.TotalTokens, new AnyValue { IntValue = tokens.Total }),
                },
            },
        }
        : null;

    private static AnyValue? Amounts(SpanCost? cost) => cost is null
        ? null
        : new AnyValue
        {
            KvlistValue = new KeyValueList
            {
                Values = { cost.Members().Select(static member => Attribute(member.Key, new AnyValue { DoubleValue = (double)member.Dollars })) },
            },
        };

    private IEnumerable<(string Key, AnyValue? Value)> FromDialects() =>
    [
        (MlflowKeys.SpanInputs, Content(_reading.Inputs)),
        (MlflowKeys.SpanOutputs, Content(_reading.Outputs)),
        (MlflowKeys.ChatTokenUsage, Usage(_reading.TokenUsage)),
        (MlflowKeys.LlmCost, Amounts(Cost)),
        (MlflowKeys.SpanType, _reading.SpanType is { } type ? Text(type) : null),
    ];

    // What an attribute has as text is given back like that attribute; what was put together from several is JSON through and through.
    private AnyValue? Content(string? json)
    {
        if (json is null)
        {
            return null;
        }

        return Span.Attributes.FirstOrDefault(a => a.Value is { ValueCase: AnyValue.ValueOneofCase.StringValue } text && text.StringValue == json) is { Value: var value }
            ? Readable(string.Empty, value)
            : JsonAnyValue.TryRead(json, out var read) ? read : Text(json);
    }
}
