using OtelBridge.Server.Tests.Security;
using OtelBridge.Server.Tests.Security.Browsers;

namespace OtelBridge.Server.Tests.Audit;

/// <summary>Signing in, and keys and people changed by the pages, leave their entries as those changed by programs do.</summary>
public sealed class AuditedPagesTests
{
    [Fact]
    public async Task SignIns_AndWhatTheyChange_LeaveTheirEntry()
    {
        await using var server = await GuardedServer.StartAsync();
        using (var stranger = new Browser(server.Server))
        {
            await stranger.SignInAsync("admin", "a guess of a password");
        }

        using var browser = await Browser.OfAdminAsync(server);
        await browser.PostAsync("people/create", ("name", "eve"), ("password", "long enough for all"));
        await browser.PostAsync("people/permission", ("name", "eve"), ("experiment", server.Own), ("permission", "READ"));
        await browser.PostAsync("keys/made", ("name", "nightly"), ("scope", "read"));
        await browser.PostAsync("people/delete", ("name", "eve"));

        var entries = (await server.AuditAsync()).Where(static row => row.Request.Contains("POST /", StringComparison.Ordinal) && !row.Request.Contains("/api/", StringComparison.Ordinal))
            .Select(static row => $"{row.Who} {row.Action} {row.Request} {row.Outcome}: {row.About}").ToList();
        entries.ShouldContain("admin sign-in-refused POST /sign-in 401: ");
        entries.ShouldContain("admin sign-in POST /sign-in 303: ");
        entries.ShouldContain(static entry => entry.StartsWith("admin grant POST /people/create 303: user:eve", StringComparison.Ordinal));
        entries.ShouldContain(entry => entry.StartsWith("admin grant POST /people/permission ", StringComparison.Ordinal) && entry.Contains("user:eve") && entry.Contains($"experiment:{server.Own}"));
        entries.ShouldContain(static entry => entry.StartsWith("admin grant POST /keys/made 200: key:", StringComparison.Ordinal));
        entries.ShouldContain(static entry => entry.StartsWith("admin grant POST /people/delete 303: user:eve", StringComparison.Ordinal));
    }
}
