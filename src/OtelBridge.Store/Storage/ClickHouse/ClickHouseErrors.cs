using System.Net;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>What the faults of ClickHouse and of the way to it mean to a caller.</summary>
/// <remarks>Numbers of ClickHouse's <c>system.errors</c>.</remarks>
internal static class ClickHouseErrors
{
    public const int UnknownTable = 60;
    public const int UnknownDatabase = 81;
    private const int UnknownSetting = 115;
    private const int ClusterDoesNotExist = 701;
    private const int NoFreeConnection = 203;
    private const int SocketTimeout = 209;
    private const int NetworkError = 210;
    private const int TimeoutExceeded = 159;
    private const int ReadOnly = 164;
    private const int MemoryLimit = 241;
    private const int TableIsReadOnly = 242;
    private const int NotEnoughSpace = 243;
    private const int TooManyParts = 252;
    private const int AllConnectionTriesFailed = 279;
    private const int NoRemoteShard = 519;
    private const int TooFewLiveReplicas = 285;
    private const int UnsatisfiedQuorum = 286;
    private const int UnknownStatusOfInsert = 319;
    private const int QueryWasCancelled = 394;
    private const int TooManyQueries = 202;
    private const int WrongPassword = 193;
    private const int AuthenticationFailed = 516;
    private const int AccessDenied = 497;
    private const int KeeperException = 999;

    /// <summary>Whether the server could not be asked, or could not do it now: the same may succeed later.</summary>
    public static bool IsPassing(Exception e) => e switch
    {
        ClickHouseException fault => fault.Code is NoFreeConnection or SocketTimeout or NetworkError or TimeoutExceeded or ReadOnly or MemoryLimit or TableIsReadOnly
            or NotEnoughSpace or TooManyParts or AllConnectionTriesFailed or NoRemoteShard or TooFewLiveReplicas or UnsatisfiedQuorum or UnknownStatusOfInsert or QueryWasCancelled
            or TooManyQueries or KeeperException
            || fault.Status is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout or HttpStatusCode.TooManyRequests,
        HttpRequestException or IOException or TimeoutException => true,
        _ => false,
    };

    /// <summary>Whether no replica of a shard answers the server that was asked.</summary>
    public static bool IsShardMissing(ClickHouseException fault) => fault.Code is AllConnectionTriesFailed or NoRemoteShard;

    /// <summary>Whether an insert may have arrived all the same: it is to be repeated with its token.</summary>
    public static bool IsUncertain(Exception e) => e switch
    {
        ClickHouseException fault => fault.Code is SocketTimeout or NetworkError or TimeoutExceeded or UnsatisfiedQuorum or UnknownStatusOfInsert,
        HttpRequestException or IOException or TimeoutException => true,
        _ => false,
    };

    /// <summary>Says it for the sender of a request.</summary>
    public static StoreUnavailableException ToUnavailable(Exception e) => new(
        e switch
        {
            ClickHouseException { Code: ReadOnly or TableIsReadOnly } => "ClickHouse is read-only; try again later.",
            ClickHouseException { Code: MemoryLimit } => "ClickHouse has no memory left for this; ask for less, or try again later.",
            ClickHouseException { Code: NotEnoughSpace } => "The disk of ClickHouse is full.",
            ClickHouseException { Code: TooManyParts } => "ClickHouse merges more slowly than it is written to (too many parts); try again later.",
            ClickHouseException fault when IsShardMissing(fault) => "A shard of ClickHouse does not answer; try again later. (partial=mark in the store's address gives answers without its traces.)",
            ClickHouseException { Code: TooFewLiveReplicas or UnsatisfiedQuorum } => "Too few replicas of ClickHouse answer to make this durable; try again later.",
            ClickHouseException { Code: TooManyQueries or NoFreeConnection } => "ClickHouse has too much to do; try again later.",
            ClickHouseException { Code: TimeoutExceeded or QueryWasCancelled } or TimeoutException => "ClickHouse does not answer in time; try again later.",
            _ => "ClickHouse cannot be reached, or is starting or stopping; try again later.",
        },
        e);

    /// <summary>Says it for whoever starts the server.</summary>
    public static string Describe(Exception e, string database) => e switch
    {
        ClickHouseException { Code: UnknownDatabase } => $"there is no database '{database}'. Make it first: CREATE DATABASE {database}",
        ClickHouseException { Code: AuthenticationFailed or WrongPassword } => "user or password are wrong",
        ClickHouseException { Code: AccessDenied } => $"the user may not make tables there. Let an administrator run: GRANT ALL ON {database}.* TO …",
        ClickHouseException { Code: UnknownSetting } fault =>
            $"it is no ClickHouse of {ClickHouseVersion.OldestText} or newer, or its user may not change settings: {fault.Message.Split('\n')[0]}",
        ClickHouseException { Code: ClusterDoesNotExist } => "its configuration (remote_servers) has no cluster of the name that the address has",
        ClickHouseException fault => fault.Message.Split('\n')[0],
        HttpRequestException => $"the server does not answer: {e.GetBaseException().Message}",
        TimeoutException => "the server does not answer in time",
        _ => e.GetBaseException().Message,
    };
}
