using OtelBridge.Otlp;
using OtelBridge.Pricing;

namespace OtelBridge.Dialects;

/// <summary>What the attributes of a span say, whichever dialect they are in: each item from the first dialect that has a usable value for it.</summary>
/// <remarks>
/// Source: MLflow 3.6's translators (kinds, order, what counts as a value). Where they lose something we do not: a usage of input tokens alone counts,
/// counts may be text, and the type is known when a span is stored. The span itself is not changed.
/// </remarks>
internal sealed class SpanReading
{
    // More attributes that mean something than any emitter sends; what is beyond is not looked at.
    private const int MaxFound = 256;

    // In the order of preference; of equal rank, in the order of the span. Bounded by MaxFound.
    private readonly List<(AttributeRole Role, AnyValue Value)> _found = [];
    private uint _items; // a bit for each item that was found
    private (SpanTokenUsage? Tokens, TokenDetails? Details)? _wholeUsage; // null until it was asked for

    private SpanReading(Span span) => Span = span;

    /// <summary>Gets the span that is read.</summary>
    public Span Span { get; }

    /// <summary>Gets the span type; null when the span says nothing of it.</summary>
    public string? SpanType
    {
        get
        {
            // By index, as everything that runs for every span: an enumerator would be an allocation.
            for (var i = 0; i < _found.Count; i++)
            {
                var (role, value) = _found[i];
                if (role.Item == AttributeItem.Kind && SpanTypeOf(role.Dialect, AttributeText.Plain(value)) is { } type)
                {
                    return type;
                }
            }

            return null;
        }
    }

    /// <summary>Gets what the operation worked on, as JSON text; null when the span does not say.</summary>
    public string? Inputs => ContentReading.Inputs(this);

    /// <summary>Gets what came out of the operation, as JSON text; null when the span does not say.</summary>
    public string? Outputs => ContentReading.Outputs(this);

    /// <summary>Gets the experiment that the span names.</summary>
    public string? Experiment => Text(AttributeItem.Experiment);

    /// <summary>Gets the conversation that the span names.</summary>
    public string? Session => Text(AttributeItem.Session);

    /// <summary>Gets the user that the span names.</summary>
    public string? User => Text(AttributeItem.User);

    /// <summary>Gets the model that answered, or else the one that was asked for.</summary>
    public string? Model => Text(AttributeItem.Model) ?? ModelOfMlflow(AttributeItem.Outputs) ?? ModelOfMlflow(AttributeItem.Inputs);

    /// <summary>Gets the provider of the model.</summary>
    public string? Provider => Text(AttributeItem.Provider);

    /// <summary>Gets the name of the agent.</summary>
    public string? Agent => Text(AttributeItem.Agent);

    /// <summary>Gets the token usage that the span itself reports; null when it reports none.</summary>
    public SpanTokenUsage? TokenUsage =>
        Has(AttributeItem.Usage) || Has(AttributeItem.InputTokens) || Has(AttributeItem.OutputTokens)
            ? WholeUsage.Tokens ?? CountedUsage(wantsBoth: true) ?? CountedUsage(wantsBoth: false)
            : null;

    /// <summary>Gets what of the usage was cached or thought; null when the span says nothing of it.</summary>
    public TokenDetails? TokenDetails
    {
        get
        {
            if (WholeUsage.Details is { } whole)
            {
                return whole;
            }

            var details = new TokenDetails(
                First(AttributeItem.CacheReadTokens), First(AttributeItem.CacheWriteTokens), First(AttributeItem.ReasoningTokens));
            return details == default ? null : details;
        }
    }

    /// <summary>Gets what the span itself says it cost; null when it does not say.</summary>
    public SpanCost? Cost => CostReading.Read(this);

    /// <summary>Gets the service tier of the call.</summary>
    public string? ServiceTier => Text(AttributeItem.ServiceTier);

    // Its JSON is read once for all who ask.
    private (SpanTokenUsage? Tokens, TokenDetails? Details) WholeUsage => _wholeUsage ??= ReadWholeUsage();

    /// <summary>Gives the trace id that the span names in words of its own; null when it names none, or the given one, as nearly every span does.</summary>
    public string? TraceIdBeside(string ownTraceId)
    {
        for (var i = 0; i < _found.Count; i++)
        {
            var (role, value) = _found[i];
            if (role.Item == AttributeItem.TraceId)
            {
                return value.StringValue == ownTraceId ? null : AttributeText.Plain(value);
            }
        }

        return null;
    }

    /// <summary>Whether an attribute is about an item.</summary>
    public bool Has(AttributeItem item) => (_items & Bit(item)) != 0;

    /// <summary>Gives the attributes that are about an item, in the order of preference.</summary>
    public IEnumerable<(AttributeRole Role, AnyValue Value)> Of(AttributeItem item)
    {
        foreach (var found in _found)
        {
            if (found.Role.Item == item)
            {
                yield return found;
            }
        }
    }

    public static SpanReading Of(Span span)
    {
        var reading = new SpanReading(span);
        var attributes = span.Attributes;
        for (var i = 0; i < attributes.Count; i++)
        {
            if (attributes[i].Value is { } value)
            {
                reading.Take(attributes[i].Key, value);
            }
        }

        return reading;
    }

    private static string? SpanTypeOf(int dialect, string? kind)
    {
        var types = KnownDialects.InOrder[dialect].SpanTypes;
        return string.IsNullOrEmpty(kind) ? null : types is null ? kind : types.GetValueOrDefault(kind);
    }

    private void Take(string key, AnyValue value)
    {
        var roles = KnownDialects.RolesOf(key);
        foreach (var role in roles)
        {
            Insert(role, value);
        }
    }

    private void Insert(AttributeRole role, AnyValue value)
    {
        if (_found.Count == MaxFound)
        {
            return;
        }

        var at = _found.Count;
        while (at > 0 && _found[at - 1].Role.Rank > role.Rank)
        {
            at--;
        }

        _found.Insert(at, (role, value));
        _items |= Bit(role.Item);
    }

    private static uint Bit(AttributeItem item) => 1u << (int)item;

    private string? Text(AttributeItem item)
    {
        for (var i = 0; Has(item) && i < _found.Count; i++)
        {
            var (role, value) = _found[i];
            if (role.Item == item && AttributeText.Plain(value) is { Length: > 0 } text)
            {
                return text;
            }
        }

        return null;
    }

    private string? ModelOfMlflow(AttributeItem item)
    {
        if (!Has(item) || SpanType is not (OtelBridge.SpanType.ChatModel or OtelBridge.SpanType.Llm or OtelBridge.SpanType.Embedding))
        {
            return null;
        }

        for (var i = 0; i < _found.Count; i++)
        {
            var (role, value) = _found[i];
            if (role.Item == item && role.Dialect == 0)
            {
                return ModelInContent.Find(value);
            }
        }

        return null;
    }

    private (SpanTokenUsage? Tokens, TokenDetails? Details) ReadWholeUsage()
    {
        for (var i = 0; Has(AttributeItem.Usage) && i < _found.Count; i++)
        {
            if (_found[i].Role.Item == AttributeItem.Usage && TokenUsageValue.Read(_found[i].Value) is not (null, null) and var usage)
            {
                return usage;
            }
        }

        return default;
    }

    private SpanTokenUsage? CountedUsage(bool wantsBoth)
    {
        for (var dialect = 0; dialect < KnownDialects.InOrder.Count; dialect++)
        {
            var input = Count(AttributeItem.InputTokens, dialect);
            var output = Count(AttributeItem.OutputTokens, dialect);
            if ((wantsBoth ? input is not null && output is not null : (input ?? output) is not null) && !RepeatsTokens(dialect))
            {
                var total = Count(AttributeItem.TotalTokens, dialect) ?? (input ?? 0) + (output ?? 0);
                return new SpanTokenUsage(input ?? 0, output ?? 0, total);
            }
        }

        return null;
    }

    private long? First(AttributeItem item)
    {
        for (var dialect = 0; Has(item) && dialect < KnownDialects.InOrder.Count; dialect++)
        {
            if (Count(item, dialect) is { } count && !RepeatsTokens(dialect))
            {
                return count;
            }
        }

        return null;
    }

    private bool RepeatsTokens(int dialect)
    {
        foreach (var (role, value) in _found)
        {
            if (role.Item == AttributeItem.Kind && role.Dialect == dialect && AttributeText.Plain(value) is { } kind
                && KnownDialects.InOrder[dialect].KindsThatRepeatTokens.Contains(kind))
            {
                return true;
            }
        }

        return false;
    }

    private long? Count(AttributeItem item, int dialect)
    {
        foreach (var (role, value) in _found)
        {
            if (role.Item == item && role.Dialect == dialect && TokenUsageValue.ReadCount(value) is { } count)
            {
                return count;
            }
        }

        return null;
    }
}
