using OtelBridge.Dialects;
using OtelBridge.Pricing;
using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage.Postgres;

/// <summary>A span as the working set knows it: read from the database, or put and not yet written.</summary>
internal sealed class PostgresSpan(StoredSpan stored, SpanTokenUsage? tokenUsage, SpanCost? cost)
{
    /// <summary>Gets what the rules ask of it.</summary>
    public StoredSpan Stored => stored;

    public SpanTokenUsage? TokenUsage => tokenUsage;

    public SpanCost? Cost => cost;

    /// <summary>Gets the row to write; null when the database has it.</summary>
    public SpanRow? Row { get; init; }

    public int Part { get; init; }

    public int Ordinal { get; init; }

    public long? ParentSpanId => stored.ParentSpanId;

    /// <summary>The same span after it was written.</summary>
    public PostgresSpan Written() => new(stored, tokenUsage, cost);
}
