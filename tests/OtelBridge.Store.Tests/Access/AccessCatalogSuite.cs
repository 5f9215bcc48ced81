using OtelBridge.Store.Access;
using OtelBridge.Store.Quotas;
using OtelBridge.Store.Storage;

namespace OtelBridge.Store.Tests.Access;

/// <summary>People, permissions and keys, as every backend keeps them.</summary>
public abstract class AccessCatalogSuite : IAsyncLifetime
{
    private ITraceStore? _store;

    private IAccessCatalog Catalog => ((IAccessStore)_store!).Access; // opened before each test

    public async Task InitializeAsync() => _store = await OpenAsync();

    public virtual async Task DisposeAsync() => await _store!.DisposeAsync();

    [Fact]
    public async Task People_AreFoundByName_OnceEach()
    {
        var ada = await Catalog.AddPersonAsync("ada", "hash", isAdmin: true, CancellationToken.None);

        (await Catalog.AddPersonAsync("ada", "other", isAdmin: false, CancellationToken.None)).ShouldBeNull();
        (await Catalog.FindPersonAsync("ada", CancellationToken.None)).ShouldBe(ada);
        (await Catalog.FindPersonAsync("Ada", CancellationToken.None)).ShouldBeNull();
        await Catalog.SetPasswordAsync("ada", "new", CancellationToken.None);
        (await Catalog.FindPersonAsync("ada", CancellationToken.None))!.Password.ShouldBe("new");
        (await Catalog.ListPeopleAsync(10, CancellationToken.None)).ShouldHaveSingleItem();
        await Should.ThrowAsync<NotStoredException>(Catalog.SetPasswordAsync("bob", "x", CancellationToken.None));
    }

    [Fact]
    public async Task Admin_TheLast_StaysOne()
    {
        await Catalog.AddPersonAsync("ada", "hash", isAdmin: true, CancellationToken.None);
        await Catalog.AddPersonAsync("bob", "hash", isAdmin: false, CancellationToken.None);

        await Should.ThrowAsync<RefusedChangeException>(Catalog.SetAdminAsync("ada", isAdmin: false, CancellationToken.None));
        await Should.ThrowAsync<RefusedChangeException>(Catalog.DeletePersonAsync("ada", CancellationToken.None));
        await Catalog.SetAdminAsync("bob", isAdmin: true, CancellationToken.None);
        await Catalog.DeletePersonAsync("ada", CancellationToken.None);

        (await Catalog.FindPersonAsync("bob", CancellationToken.None))!.IsAdmin.ShouldBeTrue();
        (await Catalog.FindPersonAsync("ada", CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Grants_AreChangedAndTakenBack_AndGoWithTheirPerson()
    {
        var bob = await Catalog.AddPersonAsync("bob", "hash", isAdmin: false, CancellationToken.None);

        (await Catalog.AddGrantAsync("bob", "0", AccessLevel.Read, CancellationToken.None)).ShouldBeTrue();
        (await Catalog.AddGrantAsync("bob", "0", AccessLevel.Edit, CancellationToken.None)).ShouldBeFalse();
        (await Catalog.ReadGrantsAsync(bob!.Id, CancellationToken.None)).ShouldBe([new ExperimentGrant("0", bob.Id, AccessLevel.Read)]);
        await Catalog.ChangeGrantAsync("bob", "0", AccessLevel.Manage, CancellationToken.None);
        (await Catalog.ReadGrantsAsync(bob.Id, CancellationToken.None)).ShouldBe([new ExperimentGrant("0", bob.Id, AccessLevel.Manage)]);
        await Catalog.ChangeGrantAsync("bob", "0", null, CancellationToken.None);
        await Should.ThrowAsync<NotStoredException>(Catalog.ChangeGrantAsync("bob", "0", null, CancellationToken.None));
        await Should.ThrowAsync<NotStoredException>(Catalog.AddGrantAsync("bob", "999", AccessLevel.Read, CancellationToken.None));
        await Catalog.AddGrantAsync("bob", "0", AccessLevel.Read, CancellationToken.None);
        await Catalog.DeletePersonAsync("bob", CancellationToken.None);

        (await Catalog.ReadGrantsAsync(bob.Id, CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task UseOfADay_IsSummedUp_AndForgottenTheDayAfterTheNext()
    {
        var quotas = Catalog.Quotas;
        (await quotas.AddUseAsync([new("b", 10, 1, 100), new("a", 10, 2, 20)], CancellationToken.None)).ShouldBe([new("a", 10, 2, 20), new("b", 10, 1, 100)]);
        (await quotas.AddUseAsync([new("a", 10, 1, 5)], CancellationToken.None)).ShouldBe([new("a", 10, 3, 25)]); // as another server sees it, too

        (await quotas.ListUseAsync(10, 10, CancellationToken.None)).ShouldBe([new("b", 10, 1, 100), new("a", 10, 3, 25)]);
        (await quotas.ListUseAsync(10, 1, CancellationToken.None)).Count.ShouldBe(1);
        (await quotas.FindUseAsync("a", 11, CancellationToken.None)).ShouldBeNull();
        await quotas.AddUseAsync([new("a", 11, 1, 1)], CancellationToken.None);
        (await quotas.FindUseAsync("b", 10, CancellationToken.None)).ShouldBe(new QuotaUse("b", 10, 1, 100));
        await quotas.AddUseAsync([new("a", 12, 1, 1)], CancellationToken.None);
        (await quotas.FindUseAsync("b", 10, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Keys_AreKeptWithEverything_AndEndForGood()
    {
        var held = new ApiKey("a1", "held", "00ff", AccessScopes.Ingest | AccessScopes.Read, ["0", "7"], "ada", 1) { ExpiresMs = 9, Quota = Quota.Parse("searches=off,spans_per_second=9") };
        var free = new ApiKey("b2", "free", "11ff", AccessScopes.Admin, null, "ada", 2);
        await Catalog.AddKeyAsync(held, CancellationToken.None);
        await Catalog.AddKeyAsync(free, CancellationToken.None);

        (await Catalog.ListKeysAsync(10, CancellationToken.None)).Select(Text).ShouldBe([Text(free), Text(held)]);
        await Catalog.NoteKeyUseAsync("a1", 5, CancellationToken.None);
        await Catalog.NoteKeyUseAsync("a1", 3, CancellationToken.None);
        (await Catalog.FindKeyAsync("a1", CancellationToken.None))!.LastUsedMs.ShouldBe(5);
        await Catalog.RevokeKeyAsync("a1", CancellationToken.None);
        var revoked = (await Catalog.FindKeyAsync("a1", CancellationToken.None))!.RevokedMs.ShouldNotBeNull();
        await Catalog.RevokeKeyAsync("a1", CancellationToken.None);
        (await Catalog.FindKeyAsync("a1", CancellationToken.None))!.RevokedMs.ShouldBe(revoked);
        await Should.ThrowAsync<NotStoredException>(Catalog.RevokeKeyAsync("c3", CancellationToken.None));
    }

    private static string Text(ApiKey key) => $"{key with { ExperimentIds = null }} {string.Join(',', key.ExperimentIds ?? ["all"])}";

    protected abstract Task<ITraceStore> OpenAsync();
}
