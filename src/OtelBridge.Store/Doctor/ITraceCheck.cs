using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Doctor;

/// <summary>A look at one trace at a time.</summary>
internal interface ITraceCheck
{
    string Name { get; }

    /// <summary>Gets what holds when nothing is wrong.</summary>
    string Rule { get; }

    /// <summary>Gets what to do when it does not hold.</summary>
    string Advice { get; }

    /// <summary>Gets what it is when it does not hold.</summary>
    CheckOutcome Fault => CheckOutcome.Problem;

    bool Holds(SqlSession session, TraceUnderCheck trace);

    /// <summary>Puts it right, inside the transaction in which the trace was read; false when that cannot be done.</summary>
    bool Repair(SqlSession session, TraceUnderCheck trace);
}
