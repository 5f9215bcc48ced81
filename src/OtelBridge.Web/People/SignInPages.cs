using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Web.Addresses;
using OtelBridge.Web.Hosting;

namespace OtelBridge.Web.People;

/// <summary>The ways in and out, for browsers.</summary>
internal static class SignInPages
{
    private const int MaxTo = 2_000; // it is an address inside of another one

    public static void Map(PageRoutes routes)
    {
        routes.Get("/" + PersonLinks.SignIn, ShowAsync);
        routes.Post("/" + PersonLinks.SignIn, SignInAsync);
        routes.Get("/" + PersonLinks.Provider, LeaveAsync);
        routes.Get("/" + PersonLinks.ProviderBack, ReturnAsync);
        routes.Post("/" + PersonLinks.SignOut, SignOutAsync);
    }

    /// <summary>Sends a browser that wants to see a page to the one for signing in, and back after that.</summary>
    public static Task SendThereAsync(HttpContext http)
    {
        var address = PageBase.RelativePathOf(http) + http.Request.QueryString.ToUriComponent();
        address = address.Length <= MaxTo ? address : "";
        http.Response.Headers.CacheControl = "no-store"; // another time it is the page itself
        return new SeeOther(PageBase.PathOf(http) + PersonLinks.SignInFor(address)).ExecuteAsync(http);
    }

    private static async Task<IResult> ShowAsync(PageRequest request)
    {
        if (FindDesk(request) is not { } desk)
        {
            return UnaskedPage.Of(request);
        }

        var to = LocalAddress.Of(request.Query(PersonLinks.ToName));
        return await desk.IsKnownAsync(request.Http) ? request.Redirect(to) : Page(request, desk, to, "", new SignInRefusal(StatusCodes.Status200OK, "", null));
    }

    private static async Task<IResult> SignInAsync(PageRequest request)
    {
        if (FindDesk(request) is not { } desk)
        {
            return UnaskedPage.Of(request);
        }

        var form = await request.Http.Request.ReadFormAsync(request.Aborted);
        var (name, to) = (form["name"].ToString().Trim(), LocalAddress.Of(form[PersonLinks.ToName].ToString()));
        return await desk.SignInAsync(request.Http, name, form["password"].ToString()) is { } refusal ? Page(request, desk, to, name, refusal) : request.Redirect(to);
    }

    private static async Task<IResult> LeaveAsync(PageRequest request)
    {
        if (FindDesk(request) is not { } desk)
        {
            return UnaskedPage.Of(request);
        }

        if (desk.ProviderLabel is null)
        {
            return NoProvider(request);
        }

        var to = LocalAddress.Of(request.Query(PersonLinks.ToName));
        request.Http.Response.Headers.CacheControl = "no-store";
        return await desk.SendToProviderAsync(request.Http, to) is { } refusal ? Page(request, desk, to, "", refusal) : Results.Empty;
    }

    private static async Task<IResult> ReturnAsync(PageRequest request)
    {
        if (FindDesk(request) is not { } desk)
        {
            return UnaskedPage.Of(request);
        }

        if (desk.ProviderLabel is null)
        {
            return NoProvider(request);
        }

        request.Http.Response.Headers.CacheControl = "no-store";
        var (to, refusal) = await desk.ReturnFromProviderAsync(request.Http);
        to = LocalAddress.Of(to);
        return refusal is null ? request.Redirect(to) : Page(request, desk, to, "", refusal);
    }

    private static IResult NoProvider(PageRequest request) =>
        FaultPages.Answer(request, StatusCodes.Status404NotFound, "No provider", "Nobody else signs people in for this server: sign in with name and password. Started with --oidc-authority it has a provider of OpenID Connect.");

    private static async Task<IResult> SignOutAsync(PageRequest request)
    {
        if (FindDesk(request) is not { } desk)
        {
            return UnaskedPage.Of(request);
        }

        await desk.SignOutAsync(request.Http);
        return request.Redirect(PersonLinks.SignIn);
    }

    private static IResult Page(PageRequest request, ISignInDesk desk, string to, string name, SignInRefusal refusal)
    {
        var response = request.Http.Response;
        response.Headers.CacheControl = "no-store";
        if (refusal.RetryAfter is { } seconds)
        {
            response.Headers.RetryAfter = seconds;
        }

        return request.Html<SignInPage>(new Dictionary<string, object?> { ["To"] = to, ["Name"] = name, ["Message"] = refusal.Message, ["Provider"] = desk.ProviderLabel }, refusal.StatusCode);
    }

    private static ISignInDesk? FindDesk(PageRequest request) => request.Http.RequestServices.GetService<ISignInDesk>();
}
