using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Doctor;

/// <summary>Whether each span has a cost that says it or whose tokens have a price.</summary>
/// <remarks>A cost that is stored stays: it is what the call cost then, whatever the prices are now.</remarks>
internal sealed class CostCheck : ITraceCheck
{
    public string Name => "costs";

    public string Rule => "every span has a cost whose tokens have a price";

    public string Advice => "They were stored before there were costs, or a price. The doctor with --repair reckons them by the prices of today.";

    public CheckOutcome Fault => CheckOutcome.Notice;

    public bool Holds(SqlSession session, TraceUnderCheck trace) => trace.Payload is not { } payload
        || payload.Values.All(span => span.Cost is null || !trace.Columns.TryGetValue(span.SpanId, out var stored) || stored.Cost is not null);

    public bool Repair(SqlSession session, TraceUnderCheck trace)
    {
        foreach (var span in trace.Payload!.Values) // it does not hold, so the payload was read
        {
            if (span.Cost is { } cost && trace.Columns.TryGetValue(span.SpanId, out var stored) && stored.Cost is null)
            {
                StoredUsage.PutSpan(session, trace.Record.Key, span.SpanId, span.TokenUsage, cost);
            }
        }

        StoredUsage.PutTrace(session, trace.Record.Key, StoredUsage.Sum(trace, static (reckoned, stored) => stored ?? reckoned));
        return true;
    }
}
