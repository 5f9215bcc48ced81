using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Store.Storage;
using OtelBridge.Web.Experiments;
using OtelBridge.Web.Hosting;

namespace OtelBridge.Web.People;

/// <summary>Who may sign in, and what they may do, for admins; who may do what with an experiment, for who manages it.</summary>
internal static class PeoplePages
{
    public static void Map(PageRoutes routes)
    {
        routes.Get("/people", request => WithDeskAsync(request, async desk => request.Html<PeoplePage>(await desk.ListPeopleAsync(request.Aborted))));
        routes.Get("/people/person", request => WithDeskAsync(request, desk => ShowAsync(request, desk)));
        routes.Post("/people/create", request => WithDeskAsync(request, desk => CreateAsync(request, desk)));
        routes.Post("/people/password", request => WithFormAsync(request, (desk, name, form) => desk.SetPasswordAsync(name, form["password"].ToString(), request.Aborted)));
        routes.Post("/people/admin", request => WithFormAsync(request, (desk, name, form) => desk.SetAdminAsync(name, form["admin"] == "yes", request.Aborted)));
        routes.Post("/people/permission", request => WithFormAsync(request, (desk, name, form) =>
            desk.SetGrantAsync(name, form["experiment"].ToString().Trim(), PermissionText.Wanted(form), request.Aborted)));
        routes.Get("/people/delete", request => WithDeskAsync(request, _ => Task.FromResult(Ask(request))));
        routes.Post("/people/delete", request => WithDeskAsync(request, desk => DeleteAsync(request, desk)));
        routes.Post("/experiments/{id}/people", request => WithDeskAsync(request, desk => GrantAsync(request, desk)));
    }

    /// <summary>Answers, where there are people at all.</summary>
    public static async Task<IResult> WithDeskAsync(PageRequest request, Func<IAccessDesk, Task<IResult>> answer) =>
        request.Http.RequestServices.GetService<IAccessDesk>() is { } desk ? await answer(desk) : UnaskedPage.Of(request);

    private static Task<IResult> WithFormAsync(PageRequest request, Func<IAccessDesk, string, IFormCollection, Task> change) => WithDeskAsync(request, async desk =>
    {
        var form = await request.Http.Request.ReadFormAsync(request.Aborted);
        var name = form["name"].ToString();
        await change(desk, name, form);
        return request.Redirect(PersonLinks.Person(name));
    });

    private static async Task<IResult> ShowAsync(PageRequest request, IAccessDesk desk)
    {
        var (person, grants) = await desk.GetPersonAsync(request.Query("name"), request.Aborted);
        var experiments = await ExperimentNames.ReadAsync(request);
        return request.Html<PersonPage>(new PersonModel(person.Name, person.IsAdmin, person.Password.Length > 0, GrantRow.Of(grants, experiments), experiments));
    }

    private static async Task<IResult> CreateAsync(PageRequest request, IAccessDesk desk)
    {
        var form = await request.Http.Request.ReadFormAsync(request.Aborted);
        var name = form["name"].ToString().Trim();
        await desk.AddPersonAsync(name, form["password"].ToString(), request.Aborted);
        return request.Redirect(PersonLinks.Person(name));
    }

    private static IResult Ask(PageRequest request) => request.Html<AskPage>(new Dictionary<string, object?>
    {
        ["Question"] = $"Delete {request.Query("name")}?",
        ["Text"] = "They are signed out everywhere and their permissions are taken back. What they stored and wrote stays, and so do the keys that they made.",
        ["Action"] = $"{PersonLinks.People}/delete",
        ["Field"] = "name",
        ["Value"] = request.Query("name"),
        ["Yes"] = "Delete",
        ["Back"] = PersonLinks.Person(request.Query("name")),
    });

    private static async Task<IResult> DeleteAsync(PageRequest request, IAccessDesk desk)
    {
        var form = await request.Http.Request.ReadFormAsync(request.Aborted);
        await desk.DeletePersonAsync(form["name"].ToString(), request.Aborted);
        return request.Redirect(PersonLinks.People);
    }

    private static async Task<IResult> GrantAsync(PageRequest request, IAccessDesk desk)
    {
        var form = await request.Http.Request.ReadFormAsync(request.Aborted);
        var id = ExperimentView.IdOf(request);
        var name = form["name"].ToString().Trim() is { Length: > 0 } text ? text : throw new RefusedChangeException("Say whose permission it is, by the name that they sign in with.");
        await desk.SetGrantAsync(name, id, PermissionText.Wanted(form), request.Aborted);
        return request.Redirect(Addresses.Links.Experiment(id));
    }
}
