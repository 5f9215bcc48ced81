using OtelBridge.ClickHouseEngine.Faults;
using OtelBridge.Store.Storage;

namespace OtelBridge.TestSupport.ClickHouse;

/// <summary>The database of one test on the shared server, removed after it.</summary>
public sealed class ClickHouseTestDatabase : IAsyncDisposable
{
    private Task<ClickHouseServer>? _server; // the one that has the database
    private string? _name;
    private bool _isEmptied;

    /// <summary>What follows the database in the address of the store, e.g. <c>catalog=…</c>.</summary>
    public string Options { get; init; } = string.Empty;

    /// <summary>The address of the store, such as <c>clickhouse:http://127.0.0.1:8123/store_1</c>; makes the database when there is none.</summary>
    public async Task<string> AddressAsync()
    {
        var server = await ServerAsync();
        if (_isEmptied && _name is { } old)
        {
            _name = null;
            await server.DropDatabaseAsync(old);
        }

        _isEmptied = false;
        _name ??= await server.CreateDatabaseAsync();
        return $"clickhouse:{server.Address}{_name}" + (Options.Length > 0 ? "?" + Options : string.Empty);
    }

    /// <summary>Opens the store.</summary>
    public async Task<ITraceStore> OpenAsync(StoreAccess access = StoreAccess.ReadWrite) =>
        await TraceStores.OpenAsync(await AddressAsync(), access, CancellationToken.None);

    /// <summary>Runs a statement and gives what it answers, as text separated by tabs when it names no format.</summary>
    public async Task<string> ExecuteAsync(string sql)
    {
        await AddressAsync();
        return await (await ServerAsync()).ExecuteAsync(sql, _name!); // made above
    }

    /// <summary>What was sent, in the order of arrival; of an INSERT without its data.</summary>
    /// <param name="contains">Only statements with this text.</param>
    public async Task<IReadOnlyList<SentStatement>> SentAsync(string contains = "")
    {
        await AddressAsync();
        var sent = await (await ServerAsync()).SentAsync(_name!); // made above
        return [.. sent.Where(statement => statement.Text.Contains(contains, StringComparison.OrdinalIgnoreCase))];
    }

    /// <summary>Answers statements with an error instead of running them.</summary>
    /// <param name="contains">Which statements: those with this text.</param>
    /// <param name="error">The error.</param>
    /// <param name="times">How many statements; all without it.</param>
    /// <param name="skip">How many go well first.</param>
    public Task<ClickHouseFault> FailAsync(string contains, EngineError error, int times = int.MaxValue, int skip = 0) =>
        AddAsync(contains, FaultKind.Fail, fault => fault with { Error = error, Times = times, Skip = skip });

    /// <summary>Runs statements, and ends their answers with an error after the first half, under a status that says that all is well.</summary>
    public Task<ClickHouseFault> FailLateAsync(string contains, EngineError error, int times = int.MaxValue, int skip = 0) =>
        AddAsync(contains, FaultKind.FailLate, fault => fault with { Error = error, Times = times, Skip = skip });

    /// <summary>Closes the connection instead of running a statement.</summary>
    public Task<ClickHouseFault> RefuseAsync(string contains = "", int times = int.MaxValue, int skip = 0) =>
        AddAsync(contains, FaultKind.Refuse, fault => fault with { Times = times, Skip = skip });

    /// <summary>Runs a statement and closes the connection without an answer, so that the client cannot know whether it arrived.</summary>
    /// <param name="contains">Which statements: those with this text.</param>
    /// <param name="times">How many statements; all without it.</param>
    /// <param name="skip">How many go well first.</param>
    /// <param name="delay">How long the connection stays silent before it is closed; for clients whose own patience is to end.</param>
    public Task<ClickHouseFault> LoseAnswerAsync(string contains, int times = int.MaxValue, int skip = 0, TimeSpan? delay = null) =>
        AddAsync(contains, FaultKind.Lose, fault => fault with { Times = times, Skip = skip, Delay = delay });

    /// <summary>Runs a statement and breaks off in the middle of the answer.</summary>
    public Task<ClickHouseFault> CutOffAsync(string contains, int times = int.MaxValue, int skip = 0) =>
        AddAsync(contains, FaultKind.CutOff, fault => fault with { Times = times, Skip = skip });

    /// <summary>Lets statements wait until the fault is disposed, or for a time; they run then, also when the client has left.</summary>
    public Task<ClickHouseFault> HoldAsync(string contains, TimeSpan? delay = null, int times = int.MaxValue, int skip = 0) =>
        AddAsync(contains, FaultKind.Hold, fault => fault with { Times = times, Skip = skip, Delay = delay });

    /// <summary>Answers statements with a text, e.g. those that ask for the version.</summary>
    public Task<ClickHouseFault> AnswerAsync(string contains, string body, int times = int.MaxValue, int skip = 0) =>
        AddAsync(contains, FaultKind.Answer, fault => fault with { Body = body, Times = times, Skip = skip });

    /// <summary>Switches all faults of this database off.</summary>
    public async Task RecoverAsync()
    {
        await AddressAsync();
        await (await ServerAsync()).RemoveFaultsAsync(_name!); // made above
    }

    /// <summary>Lets go of what is stored before the store is opened again.</summary>
    public void Empty() => _isEmptied = true;

    public async ValueTask DisposeAsync()
    {
        if (_name is { } name)
        {
            _name = null;
            await (await ServerAsync()).DropDatabaseAsync(name);
        }
    }

    private Task<ClickHouseServer> ServerAsync() => _server ??= ClickHouseServer.SharedAsync();

    private async Task<ClickHouseFault> AddAsync(string contains, FaultKind kind, Func<Fault, Fault> detail)
    {
        await AddressAsync();
        return await (await ServerAsync()).AddFaultAsync(detail(new Fault(_name!, contains, kind))); // made above
    }
}
