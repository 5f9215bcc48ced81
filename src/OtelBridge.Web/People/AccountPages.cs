using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Store.Access;
using OtelBridge.Store.Storage;
using OtelBridge.Web.Hosting;

namespace OtelBridge.Web.People;

/// <summary>What everybody may see and change of themselves.</summary>
internal static class AccountPages
{
    public static void Map(PageRoutes routes)
    {
        routes.Get("/account", request => ShowAsync(request, null));
        routes.Post("/account/password", ChangePasswordAsync);
        routes.Post("/account/sign-out-everywhere", SignOutEverywhereAsync);
    }

    private static async Task<IResult> ShowAsync(PageRequest request, SignInRefusal? refusal)
    {
        if (request.Http.RequestServices.GetService<IAccessDesk>() is not { } desk)
        {
            return UnaskedPage.Of(request);
        }

        var name = NameOf(request);
        var (person, grants) = await desk.GetPersonAsync(name, request.Aborted);
        var model = new AccountModel(
            person.Name, person.IsAdmin, person.Password.Length > 0, GrantRow.Of(grants, await ExperimentNames.ReadAsync(request)), refusal?.Message ?? "", request.Query("done").Length > 0);
        return request.Html<AccountPage>(model, refusal?.StatusCode ?? StatusCodes.Status200OK);
    }

    private static async Task<IResult> ChangePasswordAsync(PageRequest request)
    {
        if (request.Http.RequestServices.GetService<ISignInDesk>() is not { } desk)
        {
            return UnaskedPage.Of(request);
        }

        var form = await request.Http.Request.ReadFormAsync(request.Aborted);
        var (name, next) = (NameOf(request), form["next"].ToString());
        if (next != form["again"].ToString())
        {
            return await ShowAsync(request, new SignInRefusal(StatusCodes.Status400BadRequest, "The new password is not the same twice.", null));
        }

        try
        {
            return await desk.ChangePasswordAsync(request.Http, name, form["current"].ToString(), next) is { } refusal
                ? await ShowAsync(request, refusal)
                : request.Redirect($"{PersonLinks.Account}?done=1");
        }
        catch (RefusedChangeException e)
        {
            return await ShowAsync(request, new SignInRefusal(StatusCodes.Status400BadRequest, e.Message, null));
        }
    }

    private static async Task<IResult> SignOutEverywhereAsync(PageRequest request)
    {
        if (request.Http.RequestServices.GetService<ISignInDesk>() is not { } desk)
        {
            return UnaskedPage.Of(request);
        }

        await desk.SignOutEverywhereAsync(request.Http, request.Context.Reader ?? Caller.Nobody);
        return request.Redirect(PersonLinks.SignIn);
    }

    private static string NameOf(PageRequest request) =>
        request.Context.Reader?.PersonName ?? throw new AccessDeniedException("You are here with an API key, which has no account. An admin sees it among the keys.");
}
