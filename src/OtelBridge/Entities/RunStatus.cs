namespace OtelBridge.Entities;

/// <summary>How a run stands.</summary>
public enum RunStatus
{
    /// <summary>Under way.</summary>
    Running,

    /// <summary>To start later.</summary>
    Scheduled,

    /// <summary>Ended well.</summary>
    Finished,

    /// <summary>Ended with a failure.</summary>
    Failed,

    /// <summary>Ended from outside.</summary>
    Killed,
}
