using Microsoft.Data.Sqlite;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;

namespace OtelBridge.Store.Tests.Audit;

public sealed class SqliteAuditLogTests : AuditLogSuite
{
    private readonly TemporaryFolder _folder = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override Task<ITraceStore> OpenAsync() => TraceStores.OpenAsync($"sqlite:{_folder.File("store.db")}", StoreAccess.ReadWrite, CancellationToken.None);

    protected override async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={_folder.File("store.db")};Pooling=False");
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = (SqliteTransaction)transaction;
        await command.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
    }
}
