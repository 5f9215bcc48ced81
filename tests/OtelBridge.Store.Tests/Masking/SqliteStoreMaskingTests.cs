using OtelBridge.Store.Tests.Storage.Sqlite;

namespace OtelBridge.Store.Tests.Masking;

public sealed class SqliteStoreMaskingTests : StoreMaskingSuite, IDisposable
{
    private readonly SqliteTestStore _file = new();

    protected override bool LooksAtBytes => true;

    public void Dispose() => _file.Dispose();

    protected override Task<string> AddressAsync() => Task.FromResult($"sqlite:{_file.Path}");

    protected override Task<IReadOnlyList<string>> BytesAsync(string word) => Task.FromResult(SqliteBytes.Find(_file.Path, word));
}
