using OtelBridge.Store.Access;
using OtelBridge.Store.Access.Workspaces;
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
    public async Task Admins_WhoRemoveEachOtherAtOnce_LeaveOne()
    {
        await Catalog.AddPersonAsync("ada", "hash", isAdmin: true, CancellationToken.None);
        await Catalog.AddPersonAsync("bob", "hash", isAdmin: true, CancellationToken.None);

        var removals = await AtOnceAsync(
            () => Catalog.DeletePersonAsync("ada", CancellationToken.None), () => Catalog.SetAdminAsync("bob", isAdmin: false, CancellationToken.None));

        removals.Count(static refusal => refusal is RefusedChangeException).ShouldBe(1);
        removals.Count(static refusal => refusal is null).ShouldBe(1);
        (await Catalog.ListPeopleAsync(10, CancellationToken.None)).Count(static person => person.IsAdmin).ShouldBe(1);
    }

    [Fact]
    public async Task Grants_AreChangedAndTakenBack_AndGoWithTheirPerson()
    {
        var bob = await Catalog.AddPersonAsync("bob", "hash", isAdmin: false, CancellationToken.None);

        (await Catalog.AddGrantAsync("bob", "default", "0", AccessLevel.Read, CancellationToken.None)).ShouldBeTrue();
        (await Catalog.AddGrantAsync("bob", "default", "0", AccessLevel.Edit, CancellationToken.None)).ShouldBeFalse();
        (await Catalog.ReadGrantsOfAsync("default", "0", 10, CancellationToken.None)).ShouldBe([("bob", AccessLevel.Read)]);
        (await Catalog.ReadGrantsOfAsync("other", "0", 10, CancellationToken.None)).ShouldBeEmpty();
        (await Catalog.ReadGrantsOfAsync("default", "999", 10, CancellationToken.None)).ShouldBeEmpty();
        (await Catalog.ReadGrantsAsync(bob!.Id, CancellationToken.None)).ShouldBe([new ExperimentGrant("0", bob.Id, AccessLevel.Read)]);
        await Catalog.ChangeGrantAsync("bob", "default", "0", AccessLevel.Manage, CancellationToken.None);
        (await Catalog.ReadGrantsAsync(bob.Id, CancellationToken.None)).ShouldBe([new ExperimentGrant("0", bob.Id, AccessLevel.Manage)]);
        await Catalog.ChangeGrantAsync("bob", "default", "0", null, CancellationToken.None);
        await Should.ThrowAsync<NotStoredException>(Catalog.ChangeGrantAsync("bob", "default", "0", null, CancellationToken.None));
        await Should.ThrowAsync<NotStoredException>(Catalog.AddGrantAsync("nobody", "default", "0", AccessLevel.Read, CancellationToken.None));
        await Catalog.AddGrantAsync("bob", "default", "0", AccessLevel.Read, CancellationToken.None);
        await Catalog.DeletePersonAsync("bob", CancellationToken.None);

        (await Catalog.ReadGrantsAsync(bob.Id, CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Grants_AreSaidByWorkspace()
    {
        var bob = await Catalog.AddPersonAsync("bob", "hash", isAdmin: false, CancellationToken.None);
        await Catalog.AddGrantAsync("bob", "default", "0", AccessLevel.Read, CancellationToken.None);

        (await Catalog.AddGrantAsync("bob", "team-a", "0", AccessLevel.Manage, CancellationToken.None)).ShouldBeTrue();
        await Catalog.ChangeGrantAsync("bob", "team-a", "0", AccessLevel.Edit, CancellationToken.None);

        (await Catalog.ReadGrantsAsync(bob!.Id, CancellationToken.None)).ShouldBe(
            [new ExperimentGrant("0", bob.Id, AccessLevel.Read), new ExperimentGrant("0", bob.Id, AccessLevel.Edit) { Workspace = "team-a" }]);
        await Catalog.ChangeGrantAsync("bob", "default", "0", null, CancellationToken.None);
        (await Catalog.ReadGrantsAsync(bob.Id, CancellationToken.None)).ShouldHaveSingleItem().Workspace.ShouldBe("team-a");
    }

    [Fact]
    public async Task Members_AreMadeChangedAndSentAway_AndGoWithTheirPerson()
    {
        await Catalog.AddPersonAsync("bob", "hash", isAdmin: false, CancellationToken.None);

        await Catalog.SetMemberAsync("team-b", "bob", AccessLevel.Read, CancellationToken.None);
        await Catalog.SetMemberAsync("team-a", "bob", AccessLevel.Read, CancellationToken.None);
        await Catalog.SetMemberAsync("team-a", "bob", AccessLevel.Manage, CancellationToken.None);

        (await Catalog.FindPersonAsync("bob", CancellationToken.None))!.Memberships.ShouldBe([new Membership("team-a", AccessLevel.Manage), new Membership("team-b", AccessLevel.Read)]);
        (await Catalog.ListMembersAsync("team-a", 10, CancellationToken.None)).ShouldBe([("bob", AccessLevel.Manage)]);
        await Catalog.SetMemberAsync("team-b", "bob", null, CancellationToken.None);
        (await Catalog.ListMembersAsync("team-b", 10, CancellationToken.None)).ShouldBeEmpty();
        await Should.ThrowAsync<NotStoredException>(Catalog.SetMemberAsync("team-b", "bob", null, CancellationToken.None));
        await Should.ThrowAsync<NotStoredException>(Catalog.SetMemberAsync("team-a", "eve", AccessLevel.Read, CancellationToken.None));
        await Catalog.AddPersonAsync("ada", "hash", isAdmin: true, CancellationToken.None);
        await Catalog.DeletePersonAsync("bob", CancellationToken.None);
        (await Catalog.ListMembersAsync("team-a", 10, CancellationToken.None)).ShouldBeEmpty();
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
        var free = new ApiKey("b2", "free", "11ff", AccessScopes.Admin, null, "ada", 2) { Workspace = "team-a" };
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

    [Fact]
    public async Task Quota_OfAKey_IsChangedNumberByNumber()
    {
        await Catalog.AddKeyAsync(new ApiKey("a1", "held", "00ff", AccessScopes.Ingest, null, "ada", 1) { Quota = Quota.Parse("searches=off,spans_per_second=9") }, CancellationToken.None);

        var changed = await Catalog.ChangeKeyQuotaAsync("a1", QuotaChange.Parse("spans_per_second=default,search_rows=7"), CancellationToken.None);

        changed.Quota.ToString().ShouldBe("searches=off,search_rows=7");
        (await Catalog.FindKeyAsync("a1", CancellationToken.None))!.Quota.ShouldBe(changed.Quota);
        await Catalog.ChangeKeyQuotaAsync("a1", QuotaChange.To(Quota.None), CancellationToken.None);
        (await Catalog.FindKeyAsync("a1", CancellationToken.None))!.Quota.ShouldBe(Quota.None);
        await Should.ThrowAsync<NotStoredException>(Catalog.ChangeKeyQuotaAsync("c3", QuotaChange.To(Quota.None), CancellationToken.None));
    }

    [Fact]
    public async Task SignIns_EndWithTheirPersonAndTheirPassword()
    {
        var ada = (await Catalog.AddPersonAsync("ada", "hash", isAdmin: true, CancellationToken.None))!;
        var bob = (await Catalog.AddPersonAsync("bob", "hash", isAdmin: false, CancellationToken.None))!;
        foreach (var (hash, person) in new[] { ("a1", ada), ("a2", ada), ("b1", bob) })
        {
            (await Catalog.SignIns.AddAsync(hash, person, 1, 10, CancellationToken.None)).ShouldBeTrue();
        }

        await Catalog.SignIns.ExtendAsync("b1", 20, CancellationToken.None);
        await Catalog.SignIns.ExtendAsync("b1", 15, CancellationToken.None);
        (await Catalog.SignIns.FindAsync("b1", CancellationToken.None)).ShouldBe(new SignIn("b1", bob.Id, "bob", 1, 20));
        await Catalog.SignIns.EndAsync("a2", CancellationToken.None);
        (await FindAsync("a1", "a2", "b1")).ShouldBe(["a1", "b1"]);
        await Catalog.SetPasswordAsync("ada", "new", CancellationToken.None);
        (await FindAsync("a1", "b1")).ShouldBe(["b1"]);
        (await Catalog.SignIns.AddAsync("a3", ada, 1, 10, CancellationToken.None)).ShouldBeFalse(); // by the password before
        await Catalog.DeletePersonAsync("bob", CancellationToken.None);
        (await FindAsync("a1", "a3", "b1")).ShouldBeEmpty();
    }

    [Fact]
    public async Task SignIns_ThatAreOver_OrTooMany_AreRemoved()
    {
        var ada = (await Catalog.AddPersonAsync("ada", "hash", isAdmin: true, CancellationToken.None))!;
        await Catalog.SignIns.AddAsync("over", ada, 1, 10, CancellationToken.None);
        for (var i = 0; i < 50; i++)
        {
            await Catalog.SignIns.AddAsync($"n{i}", ada, 10, 100 + i, CancellationToken.None);
        }

        (await FindAsync("over", "n0", "n49")).ShouldBe(["n0", "n49"]);
        await Catalog.SignIns.AddAsync("last", ada, 11, 200, CancellationToken.None);
        (await FindAsync("n0", "n1", "last")).ShouldBe(["n1", "last"]);
        await Catalog.SignIns.EndAllAsync(ada.Id, CancellationToken.None);
        (await FindAsync("n1", "last")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Identities_AreOfOnePerson_WhateverTheyAreCalledLater_AndTakeNobodysName()
    {
        await Catalog.AddPersonAsync("root", "hash", isAdmin: true, CancellationToken.None);
        var known = (await Catalog.AddPersonAsync("bob", string.Empty, isAdmin: false, CancellationToken.None))!; // of a proxy, so far

        var (ada, isFirst) = await EnterAsync("1", "ada");
        isFirst.ShouldBeTrue();
        (await EnterAsync("1", "countess")).ShouldBe((ada, false));
        (await EnterAsync("2", "ada")).ShouldBe((null, false));
        (await EnterAsync("1", "ada", "https://other.example")).ShouldBe((null, false));
        (await EnterAsync("3", "root")).ShouldBe((null, false));
        (await EnterAsync("4", "bob")).ShouldBe((known, true));
        await Catalog.SetPasswordAsync("ada", "hash", CancellationToken.None);
        (await EnterAsync("1", "ada")).Person!.Id.ShouldBe(ada!.Id);
        await Catalog.DeletePersonAsync("ada", CancellationToken.None);
        (await EnterAsync("2", "ada")).IsFirst.ShouldBeTrue(); // the name is free again, for whoever comes
        (await EnterAsync("1", "ada")).Person.ShouldBeNull();
        (await Catalog.FindPersonAsync("countess", CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Identities_OfManyFirstVisitsAtOnce_MakeOnePerson()
    {
        var entered = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => EnterAsync("1", "ada")));

        entered.Select(static visit => visit.Person!.Id).Distinct().ShouldHaveSingleItem();
        entered.Count(static visit => visit.IsFirst).ShouldBe(1);
    }

    private Task<(Person? Person, bool IsFirst)> EnterAsync(string subject, string name, string issuer = "https://login.example") =>
        Catalog.Identities.EnterAsync(issuer, subject, name, CancellationToken.None);

    private async Task<List<string>> FindAsync(params string[] hashes)
    {
        var found = new List<string>();
        foreach (var hash in hashes)
        {
            if (await Catalog.SignIns.FindAsync(hash, CancellationToken.None) is { } signIn)
            {
                found.Add(signIn.Hash);
            }
        }

        return found;
    }

    private static string Text(ApiKey key) => $"{key with { ExperimentIds = null }} {string.Join(',', key.ExperimentIds ?? ["all"])}";

    /// <summary>Makes changes at once, and gives what each failed with: null for none. Where a backend has transactions beside each other, each has begun before one ends.</summary>
    protected virtual Task<Exception?[]> AtOnceAsync(params Func<Task>[] changes) => Task.WhenAll(changes.Select(static change => Task.Run(() => Record.ExceptionAsync(change))));

    protected abstract Task<ITraceStore> OpenAsync();
}
