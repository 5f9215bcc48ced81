namespace OtelBridge.ClickHouseEngine.Faults;

/// <summary>Errors of ClickHouse that tests ask for, with their codes.</summary>
public enum EngineError
{
    /// <summary>There is no such table.</summary>
    UnknownTable = 60,

    /// <summary>There is no such database.</summary>
    UnknownDatabase = 81,

    /// <summary>The statement took longer than it may.</summary>
    TimeoutExceeded = 159,

    /// <summary>Nothing may be written.</summary>
    Readonly = 164,

    /// <summary>More statements run than may.</summary>
    TooManySimultaneousQueries = 202,

    /// <summary>Another server did not answer in time.</summary>
    SocketTimeout = 209,

    /// <summary>Another server cannot be reached.</summary>
    NetworkError = 210,

    /// <summary>The statement, or all of them, want more memory than there is.</summary>
    MemoryLimitExceeded = 241,

    /// <summary>A table is read only: its replica has lost the keeper.</summary>
    TableIsReadOnly = 242,

    /// <summary>The disk is full.</summary>
    NotEnoughSpace = 243,

    /// <summary>Inserts come faster than merges.</summary>
    TooManyParts = 252,

    /// <summary>A shard cannot be reached.</summary>
    AllConnectionTriesFailed = 279,

    /// <summary>Fewer replicas are alive than the quorum needs.</summary>
    TooFewLiveReplicas = 285,

    /// <summary>Whether the quorum has the data is not known.</summary>
    UnknownStatusOfInsert = 319,

    /// <summary>Somebody has ended the statement.</summary>
    QueryWasCancelled = 394,

    /// <summary>No user has this name and password.</summary>
    AuthenticationFailed = 516,

    /// <summary>The keeper did not answer.</summary>
    KeeperException = 999,
}
