namespace OtelBridge.Store.Audit;

/// <summary>How things end, in the audit log: the status of HTTP, gRPC's by its name, or a word of a command.</summary>
public static class AuditOutcomes
{
    /// <summary>What a command has done to its end.</summary>
    public const string Done = "done";

    /// <summary>What somebody at the machine has stopped; what was done until then stays.</summary>
    public const string Stopped = "stopped";

    /// <summary>What a command could not do, or not all of it. Asked for, everything that was refused, failed or stopped.</summary>
    public const string Failed = "failed";

    /// <summary>Asked for, everything that ended well.</summary>
    public const string Succeeded = "succeeded";

    private const int StatusLength = 3;

    /// <summary>Says whether something ended well. What the server does of its own accord has no outcome, and is written when it is done.</summary>
    public static bool IsSuccess(string outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return outcome is "" or "Ok" or Done || (outcome.Length == StatusLength && outcome[0] is >= '1' and <= '3');
    }
}
