using System.Globalization;
using Microsoft.AspNetCore.Http;
using OtelBridge.Store.Access;
using OtelBridge.Store.Access.Workspaces;
using OtelBridge.Store.Quotas;
using OtelBridge.Store.Storage;
using OtelBridge.Web.Hosting;
using OtelBridge.Web.People;
using OtelBridge.Web.Workspaces;

namespace OtelBridge.Web.Keys;

/// <summary>The keys of programs, for admins.</summary>
internal static class KeyPages
{
    public const int MostDays = 36_500;

    public static void Map(PageRoutes routes)
    {
        routes.Get("/keys", request => PeoplePages.WithDeskAsync(request, desk => ListAsync(request, desk)));
        routes.Get("/keys/new", request => PeoplePages.WithDeskAsync(request, async _ => request.Html<NewKeyPage>(await ExperimentNames.ReadAsync(request))));
        routes.Post("/keys/made", request => PeoplePages.WithDeskAsync(request, desk => MakeAsync(request, desk)));
        routes.Get("/keys/made", static request => Task.FromResult(request.Redirect(PersonLinks.Keys))); // to reload what is shown once
        routes.Get("/keys/quota", request => PeoplePages.WithDeskAsync(request, async desk => request.Html<KeyQuotaPage>(await FindAsync(request, desk))));
        routes.Post("/keys/quota", request => PeoplePages.WithDeskAsync(request, desk => SetQuotaAsync(request, desk)));
        routes.Get("/keys/revoke", request => PeoplePages.WithDeskAsync(request, desk => AskAsync(request, desk)));
        routes.Post("/keys/revoke", request => PeoplePages.WithDeskAsync(request, desk => RevokeAsync(request, desk)));
    }

    private static async Task<IResult> ListAsync(PageRequest request, IAccessDesk desk)
    {
        var names = await ExperimentNames.ReadAsync(request);
        var here = request.Http.Features.Get<WorkspaceChoice>()?.Current ?? WorkspaceName.Default;
        var keys = await desk.ListKeysAsync(request.Aborted);
        return request.Html<KeysPage>(keys.Select(key => KeyRow.Of(key, names, here, request.Time.GetUtcNow())).ToList());
    }

    private static async Task<IResult> MakeAsync(PageRequest request, IAccessDesk desk)
    {
        var form = await request.Http.Request.ReadFormAsync(request.Aborted);
        string[] experiments = [.. form["experiment"].OfType<string>(), .. form["experiments"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        var (key, secret) = await desk.AddKeyAsync(
            form["name"].ToString().Trim(), KeyScope.Read(form["scope"]), [.. experiments.Distinct(StringComparer.Ordinal)], DaysIn(form["days"].ToString().Trim()), QuotaIn(form["quota"].ToString()), request.Aborted);
        request.Http.Response.Headers.CacheControl = "no-store";
        return request.Html<MadeKeyPage>(MadeKey.Of(key, secret, request.Context.Server));
    }

    private static async Task<IResult> AskAsync(PageRequest request, IAccessDesk desk)
    {
        var key = await FindAsync(request, desk);
        return request.Html<AskPage>(new Dictionary<string, object?>
        {
            ["Question"] = $"Revoke the key “{key.Name}”?",
            ["Text"] = "Programs that send it are refused from now on, and told so. It does not come back; they need a new one.",
            ["Action"] = $"{PersonLinks.Keys}/revoke",
            ["Field"] = "id",
            ["Value"] = key.Id,
            ["Yes"] = "Revoke",
            ["Back"] = PersonLinks.Keys,
        });
    }

    private static async Task<ApiKey> FindAsync(PageRequest request, IAccessDesk desk)
    {
        var id = request.Query("id");
        return (await desk.ListKeysAsync(request.Aborted)).FirstOrDefault(key => key.Id == id) ?? throw new NotStoredException("There is no such key.");
    }

    private static async Task<IResult> SetQuotaAsync(PageRequest request, IAccessDesk desk)
    {
        var form = await request.Http.Request.ReadFormAsync(request.Aborted);
        await desk.SetKeyQuotaAsync(form["id"].ToString(), QuotaIn(form["quota"].ToString()), request.Aborted);
        return request.Redirect(PersonLinks.Keys);
    }

    private static async Task<IResult> RevokeAsync(PageRequest request, IAccessDesk desk)
    {
        var form = await request.Http.Request.ReadFormAsync(request.Aborted);
        await desk.RevokeKeyAsync(form["id"].ToString(), request.Aborted);
        return request.Redirect(PersonLinks.Keys);
    }

    private static Quota QuotaIn(string text)
    {
        try
        {
            return Quota.Parse(text);
        }
        catch (FormatException e)
        {
            throw new RefusedChangeException($"The quota: {e.Message}");
        }
    }

    private static int? DaysIn(string text) => text.Length == 0 ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= MostDays ? days
        : throw new RefusedChangeException($"The days until a key ends are a number from 1 to {MostDays}; leave them out for one that does not end.");
}
