using System.Text.Json;
using OtelBridge.Pricing;

namespace OtelBridge.Web.TraceView;

/// <summary>Writes a waterfall as columns, for the script that draws it: one number a row and column, names once. Times are counted in 100 nanoseconds, finer than any eye, and starts
/// from that of the row's parent, so that numbers stay short.</summary>
internal static class WaterfallJson
{
    /// <summary>Rows at most; what is beyond is said to be missing. A browser scrolls more, but nobody reads them.</summary>
    public const int MaxRows = 50_000;

    private const int NanosecondsPerUnit = 100;
    private const int MaxName = 300;
    private const int MaxError = 200;
    private const int MaxErrors = 5_000;

    public static IEnumerable<TraceJsonPiece> Write(Utf8JsonWriter json, Waterfall waterfall)
    {
        var rows = waterfall.Rows.Count > MaxRows ? [.. waterfall.Rows.Take(MaxRows)] : waterfall.Rows;
        json.WriteStartObject();
        json.WriteNumber("spans"u8, waterfall.Rows.Count);
        json.WriteNumber("unit"u8, NanosecondsPerUnit);
        json.WriteNumber("length"u8, Units(waterfall.End - waterfall.Start));
        json.WriteNumber("now"u8, Units(waterfall.Now - waterfall.Start));
        json.WriteBoolean("grows"u8, waterfall.Grows);
        WriteIds(json, rows);
        WriteNumbers(json, "depth"u8, rows, static row => row.Depth);
        WriteNumbers(json, "from"u8, rows, row => Units(row.Start - (row.Parent?.Start ?? waterfall.Start)));
        WriteNumbers(json, "duration"u8, rows, static row => Units(row.Duration));
        WriteNumbers(json, "covered"u8, rows, static row => Units(row.Duration - row.SelfTime));
        WriteNumbers(json, "marks"u8, rows, static row => (int)row.Marks);
        WriteNumbers(json, "failures"u8, rows, static row => row.FailuresBelow);
        WriteTexts(json, "name"u8, "names"u8, rows, static row => Cut(row.View.Span.Name, MaxName));
        WriteTexts(json, "type"u8, "types"u8, rows, static row => Cut(row.View.Type ?? "", MaxName));
        WriteTokens(json, rows);
        WriteCosts(json, rows);
        WriteErrors(json, rows);
        WriteCriticalPath(json, waterfall);
        WriteNotices(json, waterfall);
        json.WriteEndObject();
        return [];
    }

    /// <summary>A text as it is, or its beginning; a character of two halves stays whole.</summary>
    public static string Cut(string text, int length) => text.Length <= length ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[length - 1]) ? length - 1 : length), "…");

    private static long Units(long nanoseconds) => nanoseconds / NanosecondsPerUnit;

    // All of one length, so one text holds them all.
    private static void WriteIds(Utf8JsonWriter json, IReadOnlyList<WaterfallRow> rows) => json.WriteString("ids"u8, string.Concat(rows.Select(static row => row.Id)));

    private static void WriteNumbers(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<WaterfallRow> rows, Func<WaterfallRow, long> number)
    {
        json.WriteStartArray(name);
        foreach (var row in rows)
        {
            json.WriteNumberValue(number(row));
        }

        json.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> textsName, IReadOnlyList<WaterfallRow> rows, Func<WaterfallRow, string> text)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal); // bounded by MaxRows
        json.WriteStartArray(name);
        foreach (var row in rows)
        {
            var own = text(row);
            if (!places.TryGetValue(own, out var place))
            {
                places.Add(own, place = places.Count);
            }

            json.WriteNumberValue(place);
        }

        json.WriteEndArray();
        json.WriteStartArray(textsName);
        foreach (var own in places.Keys) // in the order of their adding, since nothing is ever removed
        {
            json.WriteStringValue(own);
        }

        json.WriteEndArray();
    }

    // Few spans have tokens, costs or errors: for each its row, then what it has.
    private static void WriteTokens(Utf8JsonWriter json, IReadOnlyList<WaterfallRow> rows)
    {
        json.WriteStartArray("tokens"u8);
        foreach (var row in rows)
        {
            if (row.View.TokenUsage is { } usage)
            {
                json.WriteNumberValue(row.Index);
                json.WriteNumberValue(usage.Input);
                json.WriteNumberValue(usage.Output);
            }
        }

        json.WriteEndArray();
    }

    private static void WriteCosts(Utf8JsonWriter json, IReadOnlyList<WaterfallRow> rows)
    {
        json.WriteStartArray("costs"u8);
        foreach (var row in rows)
        {
            if (row.View.Cost is { } cost)
            {
                json.WriteNumberValue(row.Index);
                json.WriteNumberValue((double)SpanCost.Dollars(cost.Total));
            }
        }

        json.WriteEndArray();
    }

    private static void WriteErrors(Utf8JsonWriter json, IReadOnlyList<WaterfallRow> rows)
    {
        json.WriteStartArray("errors"u8);
        foreach (var row in rows.Where(static row => row.Is(WaterfallMarks.Failed)).Take(MaxErrors))
        {
            json.WriteNumberValue(row.Index);
            json.WriteStringValue(Cut(row.View.Error ?? "", MaxError));
        }

        json.WriteEndArray();
    }

    private static void WriteCriticalPath(Utf8JsonWriter json, Waterfall waterfall)
    {
        json.WriteStartArray("critical"u8);
        foreach (var (row, from, to) in waterfall.CriticalPath)
        {
            if (row.Index < MaxRows)
            {
                json.WriteNumberValue(row.Index);
                json.WriteNumberValue(Units(from - row.Start));
                json.WriteNumberValue(Units(to - from));
            }
        }

        json.WriteEndArray();
    }

    private static void WriteNotices(Utf8JsonWriter json, Waterfall waterfall)
    {
        json.WriteStartArray("notices"u8);
        foreach (var notice in TraceNotices.Of(waterfall))
        {
            json.WriteStringValue(notice);
        }

        json.WriteEndArray();
    }
}
