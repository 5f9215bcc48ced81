namespace OtelBridge.ClickHouseEngine.Faults;

/// <summary>What happens to a statement.</summary>
public enum FaultKind
{
    /// <summary>The connection is closed without an answer; the statement is not run.</summary>
    Refuse,

    /// <summary>The statement waits until the fault is removed, or for a time, and is run then, whether the client is still there or not.</summary>
    Hold,

    /// <summary>The answer is an error; the statement is not run.</summary>
    Fail,

    /// <summary>The answer is a text; the statement is not run.</summary>
    Answer,

    /// <summary>The statement is run; the connection is closed without an answer, after a time if the fault says so.</summary>
    Lose,

    /// <summary>The statement is run; half of the answer comes, then the connection is closed.</summary>
    CutOff,

    /// <summary>The statement is run; half of the answer comes, under a status that says that all is well, then the text of an error, and the answer ends.</summary>
    FailLate,
}
