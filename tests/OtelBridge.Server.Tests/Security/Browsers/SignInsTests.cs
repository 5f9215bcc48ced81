using Microsoft.AspNetCore.Http;
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Hosting;
using OtelBridge.Server.Security;
using OtelBridge.Server.Security.Browsers;
using OtelBridge.Server.Tests.Health;
using OtelBridge.Store.Access;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Security.Browsers;

/// <summary>What time, other servers on the store, and too many tries do to sign-ins.</summary>
public sealed class SignInsTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly SteppedClock _clock = new();
    private ITraceStore _store = null!;
    private Person _ada = null!;

    private IAccessCatalog Catalog => ((IAccessStore)_store).Access;

    public async Task InitializeAsync()
    {
        _store = await TraceStores.OpenAsync($"sqlite:{_folder.File("store.db")}", StoreAccess.ReadWrite, CancellationToken.None);
        _ada = (await Catalog.AddPersonAsync("ada", "hash", isAdmin: true, CancellationToken.None))!;
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task SignIn_ThatIsNotUsedForTwelveHours_IsOver()
    {
        var server = Server();
        var (used, idle) = (await StartAsync(server), await StartAsync(server));

        _clock.Advance(TimeSpan.FromHours(11));
        (await server.FindAsync(Request(used))).ShouldNotBeNull();
        _clock.Advance(TimeSpan.FromHours(1));

        (await server.FindAsync(Request(idle))).ShouldBeNull();
        (await server.FindAsync(Request(used))).ShouldNotBeNull();
    }

    [Fact]
    public async Task SignIn_HoweverBusy_IsOverAfterSevenDays()
    {
        var server = Server();
        var cookie = await StartAsync(server);

        for (var hours = 8; hours < 7 * 24; hours += 8)
        {
            _clock.Advance(TimeSpan.FromHours(8));
            (await server.FindAsync(Request(cookie))).ShouldNotBeNull($"after {hours} hours");
        }

        _clock.Advance(TimeSpan.FromHours(8));
        (await server.FindAsync(Request(cookie))).ShouldBeNull();
    }

    [Fact]
    public async Task SignIn_IsKnownToEveryServerOnTheStore_AndItsEndAfterFiveSeconds()
    {
        var (first, second) = (Server(), Server());
        var cookie = await StartAsync(first);
        (await second.FindAsync(Request(cookie))).ShouldNotBeNull();

        await first.EndAsync(Request(cookie));

        (await first.FindAsync(Request(cookie))).ShouldBeNull();
        _clock.Advance(CachedAccess.Age);
        (await second.FindAsync(Request(cookie))).ShouldBeNull();
    }

    [Fact]
    public async Task TooManyTries_AreNotLookedAt_AndSaidSo()
    {
        var access = new CachedAccess(Catalog, _clock);
        var signIns = new SignIns(access, _clock);
        var failures = new FailedSignIns(_clock);
        using var authenticator = new Authenticator(access, signIns, new AccessOptions(), failures, _clock);
        var desk = new SignInDesk(authenticator, signIns, new AccessDesk(new AccessService(access, new CurrentCaller(), null!, null!, _clock), access, new CurrentCaller()), access);
        for (var i = 0; i < 20; i++)
        {
            failures.Add("ada");
        }

        var refusal = await desk.SignInAsync(Request(""), "ada", "the right one, perhaps");

        refusal!.StatusCode.ShouldBe(StatusCodes.Status429TooManyRequests);
        refusal.Message.ShouldBe("Too many wrong passwords. Try again in 60 s.");
        refusal.RetryAfter.ShouldNotBeNull();
    }

    private static DefaultHttpContext Request(string cookie)
    {
        var context = new DefaultHttpContext { Request = { Scheme = "http", Host = new HostString("127.0.0.1"), Headers = { Cookie = cookie } } };
        context.Features.Set(new ListenerFeature(ListenerRole.Http));
        return context;
    }

    private SignIns Server() => new(new CachedAccess(Catalog, _clock), _clock);

    private async Task<string> StartAsync(SignIns server)
    {
        var context = Request("");
        (await server.StartAsync(context, _ada)).ShouldBeTrue();
        return context.Response.Headers.SetCookie.ToString().Split(';')[0];
    }
}
