namespace OtelBridge.Server.Audit;

/// <summary>Counts entries of the audit log that were lost, for the server's numbers.</summary>
internal sealed class AuditLedger
{
    private long _lost;

    public long Lost => Interlocked.Read(ref _lost);

    public void AddLost(long count) => Interlocked.Add(ref _lost, count);
}
