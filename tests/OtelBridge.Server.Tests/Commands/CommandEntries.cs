using OtelBridge.Store.Access;
using OtelBridge.Store.Audit;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Tests.Commands;

/// <summary>Reads what commands have left in the audit log of a store, the newest first.</summary>
internal static class CommandEntries
{
    public static async Task<IReadOnlyList<string>> ReadAsync(string address)
    {
        await using var store = await TraceStores.OpenAsync(address, StoreAccess.ReadOnly, CancellationToken.None);
        var page = await ((IAccessStore)store).Audit.SearchAsync(new AuditQuery { Who = $"command:{Environment.UserName}" }, CancellationToken.None);
        page.Items.ShouldAllBe(static entry => entry.Wire == "command" && entry.From == "" && entry.Requests == 1);
        return [.. page.Items.Select(static entry => $"{AuditActions.NameOf(entry.Action)} {entry.Request} [{entry.About}] {entry.Outcome} {entry.Items}".TrimEnd())];
    }
}
