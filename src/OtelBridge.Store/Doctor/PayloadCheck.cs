using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Doctor;

/// <summary>Whether every span is where its place points to.</summary>
internal sealed class PayloadCheck : ITraceCheck
{
    public string Name => "spans";

    public string Rule => "every span can be read";

    public string Advice => "Restore a backup, or export what can be read and import it into a new store.";

    public bool Holds(SqlSession session, TraceUnderCheck trace) =>
        trace.Payload is { } payload && payload.Count == trace.Columns.Count && payload.Keys.All(trace.Columns.ContainsKey);

    public bool Repair(SqlSession session, TraceUnderCheck trace) => false; // nobody else has what is lost
}
