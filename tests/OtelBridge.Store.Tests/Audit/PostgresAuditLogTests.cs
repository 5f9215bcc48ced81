using OtelBridge.Store.Storage;
using OtelBridge.TestSupport.Postgres;

namespace OtelBridge.Store.Tests.Audit;

public sealed class PostgresAuditLogTests : AuditLogSuite
{
    private readonly PostgresTestDatabase _database = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Table_IsNotEmptiedAtOnce() =>
        (await Should.ThrowAsync<Exception>(() => ExecuteAsync("TRUNCATE audit_entries"))).Message.ShouldContain("The audit log is only added to.");

    protected override Task<ITraceStore> OpenAsync() => _database.OpenAsync();

    protected override Task ExecuteAsync(string sql) => _database.ExecuteAsync(sql);
}
