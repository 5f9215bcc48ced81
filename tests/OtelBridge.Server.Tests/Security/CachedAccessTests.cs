using OtelBridge.Server.Security;
using OtelBridge.Store.Access;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Security;

/// <summary>What is remembered of keys and people, while others change them.</summary>
public sealed class CachedAccessTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private ITraceStore? _store;

    private IAccessCatalog Catalog => ((IAccessStore)_store!).Access; // opened before each test

    public async Task InitializeAsync()
    {
        _store = await TraceStores.OpenAsync($"sqlite:{_folder.File("store.db")}", StoreAccess.ReadWrite, CancellationToken.None);
        await Catalog.AddKeyAsync(new ApiKey("a1", "ci", "00ff", AccessScopes.Read, null, "ada", 1), CancellationToken.None);
        await Catalog.AddPersonAsync("bob", "hash", isAdmin: false, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _store!.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Key_RevokedWhileItIsRead_DoesNotComeBack()
    {
        var held = HeldCatalog.Over(Catalog, nameof(IAccessCatalog.FindKeyAsync));
        var access = new CachedAccess(held.Catalog, TimeProvider.System);

        var reading = access.FindKeyAsync("a1", CancellationToken.None).AsTask(); // the store has answered, and nobody has heard it yet
        await Catalog.RevokeKeyAsync("a1", CancellationToken.None);
        access.Forget();
        held.Release();

        (await reading)!.RevokedMs.ShouldBeNull(); // that one request was there before
        (await access.FindKeyAsync("a1", CancellationToken.None))!.RevokedMs.ShouldNotBeNull();
    }

    [Fact]
    public async Task Key_RevokedBeforeItsUseIsNoted_DoesNotComeBack()
    {
        var access = new CachedAccess(Catalog, TimeProvider.System);
        var seen = (await access.FindKeyAsync("a1", CancellationToken.None))!;
        await Catalog.RevokeKeyAsync("a1", CancellationToken.None);
        access.Forget();

        await access.NoteKeyUseAsync(seen, 5, CancellationToken.None); // nothing is known of it just now
        (await access.FindKeyAsync("a1", CancellationToken.None))!.RevokedMs.ShouldNotBeNull();
        await access.NoteKeyUseAsync(seen, 6, CancellationToken.None); // that it is over is known
        var known = (await access.FindKeyAsync("a1", CancellationToken.None))!;

        known.RevokedMs.ShouldNotBeNull();
        known.LastUsedMs.ShouldBe(6);
    }

    [Fact]
    public async Task Key_ThatIsUsed_IsAskedForAgainAsSoonAsOthers()
    {
        var clock = new SteppedTime();
        var access = new CachedAccess(Catalog, clock);
        var seen = (await access.FindKeyAsync("a1", CancellationToken.None))!;
        await Catalog.RevokeKeyAsync("a1", CancellationToken.None); // by another server

        clock.Step(CachedAccess.Age - TimeSpan.FromSeconds(1));
        await access.NoteKeyUseAsync(seen, 5, CancellationToken.None);
        clock.Step(TimeSpan.FromSeconds(1));

        (await access.FindKeyAsync("a1", CancellationToken.None))!.RevokedMs.ShouldNotBeNull();
    }

    [Fact]
    public async Task Person_DeletedWhileTheyAreRead_DoesNotComeBack()
    {
        var held = HeldCatalog.Over(Catalog, nameof(IAccessCatalog.ReadGrantsAsync));
        var access = new CachedAccess(held.Catalog, TimeProvider.System);

        var reading = access.FindPersonAsync("bob", CancellationToken.None).AsTask();
        await Catalog.DeletePersonAsync("bob", CancellationToken.None);
        access.Forget();
        held.Release();

        (await reading).Person.ShouldNotBeNull();
        (await access.FindPersonAsync("bob", CancellationToken.None)).Person.ShouldBeNull();
    }

    private sealed class SteppedTime : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Step(TimeSpan length) => _ticks += length.Ticks;

        public override long GetTimestamp() => _ticks;
    }
}
