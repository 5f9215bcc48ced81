using OtelBridge.Otlp;

namespace OtelBridge.Dialects;

/// <summary>Finds what an operation worked on and what came out of it: the first usable value in the order of the dialects, then events.</summary>
/// <remarks>Done for roots and for display only: it may look through all attributes of a span several times.</remarks>
internal static class ContentReading
{
    public static string? Inputs(SpanReading reading) =>
        Attributes(reading, AttributeItem.Inputs, d => d.FlattenedInputs, d => d.IndexedInputs, s => s.InputsPrefix)
        ?? MessageEvents.Inputs(reading.Span);

    public static string? Outputs(SpanReading reading) =>
        Attributes(reading, AttributeItem.Outputs, d => d.FlattenedOutputs, d => d.IndexedOutputs, s => s.OutputsPrefix)
        ?? MessageEvents.Outputs(reading.Span);

    private static string? Attributes(
        SpanReading reading,
        AttributeItem item,
        Func<Dialect, IReadOnlyList<FlattenedList>> lists,
        Func<Dialect, IReadOnlyList<IndexedKey>> indexedKeys,
        Func<SpreadContent, string> prefix)
    {
        for (var i = 0; i < KnownDialects.InOrder.Count; i++)
        {
            var dialect = KnownDialects.InOrder[i];
            if (Named(reading, item, i, out var json))
            {
                return json;
            }

            if ((Flattened(reading.Span, lists(dialect)) ?? Indexed(reading.Span, indexedKeys(dialect))) is { } listed)
            {
                return listed;
            }
        }

        return Spread(reading) is { } spread ? SpreadJson.Write(reading.Span, prefix(spread)) : null;
    }

    private static bool Named(SpanReading reading, AttributeItem item, int dialect, out string? json)
    {
        foreach (var (role, value) in reading.Of(item))
        {
            // MLflow's own keys stand as they are, whatever they hold; of the others the first that says something is taken.
            if (role.Dialect == dialect && (json = AttributeText.Json(value)) is var text
                && (dialect == 0 || (Says(text) && !IsSpread(reading, dialect))))
            {
                return true;
            }
        }

        json = null;
        return false;
    }

    private static string? Flattened(Span span, IReadOnlyList<FlattenedList> lists) =>
        lists.Select(list => FlattenedJson.Write(span, list)).FirstOrDefault(json => json is not null);

    private static string? Indexed(Span span, IReadOnlyList<IndexedKey> keys) => keys
        .SelectMany(key => span.Attributes.Where(attribute => attribute.Value is not null && key.Matches(attribute.Key)))
        .Select(attribute => AttributeText.Json(attribute.Value))
        .FirstOrDefault(Says);

    private static SpreadContent? Spread(SpanReading reading)
    {
        foreach (var (role, value) in reading.Of(AttributeItem.Kind))
        {
            if (KnownDialects.InOrder[role.Dialect].Spread is { } spread && AttributeText.Plain(value) == spread.Kind)
            {
                return spread;
            }
        }

        return null;
    }

    private static bool IsSpread(SpanReading reading, int dialect) =>
        KnownDialects.InOrder[dialect].Spread is { } spread && Spread(reading) == spread;

    // MLflow: what is empty, zero or false in JSON is no value.
    private static bool Says(string? json) => json is not null && json.AsSpan().Trim() is not ("null" or "0" or "false" or "\"\"" or "{}" or "[]");
}
