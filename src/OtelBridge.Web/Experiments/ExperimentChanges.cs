using Microsoft.AspNetCore.Http;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;
using OtelBridge.Web.Addresses;
using OtelBridge.Web.Hosting;

namespace OtelBridge.Web.Experiments;

/// <summary>What people change of experiments. Each change is checked as the wires check it, and leads back to the experiment.</summary>
internal static class ExperimentChanges
{
    public const string NoteTag = "mlflow.note.content"; // where MLflow keeps the description

    public const int MaxName = 500;
    public const int MaxValue = 5000;
    public const int MaxKey = 250;

    public static void Map(PageRoutes routes)
    {
        routes.Post("/experiments/create", CreateAsync);
        routes.Post("/experiments/{id}/name", RenameAsync);
        routes.Post("/experiments/{id}/description", DescribeAsync);
        routes.Post("/experiments/{id}/tags", TagAsync);
        routes.Post("/experiments/{id}/tags/delete", UntagAsync);
        routes.Post("/experiments/{id}/delete", request => SetStageAsync(request, LifecycleStage.Deleted));
        routes.Post("/experiments/{id}/restore", request => SetStageAsync(request, LifecycleStage.Active));
    }

    private static async Task<IResult> CreateAsync(PageRequest request)
    {
        var form = await request.Http.Request.ReadFormAsync(request.Aborted);
        var (name, description) = (NameIn(form), Within(form["description"].ToString().Trim(), MaxValue, "description"));
        var tags = new Dictionary<string, string>();
        if (description.Length > 0)
        {
            tags.Add(NoteTag, description);
        }

        var id = await request.Store.Experiments.CreateAsync(name, tags, request.Aborted)
            ?? throw new AlreadyStoredException($"An experiment named '{name}' exists, perhaps deleted; names are never used twice.");
        return request.Redirect(Links.Experiment(id));
    }

    private static async Task<IResult> RenameAsync(PageRequest request)
    {
        var form = await request.Http.Request.ReadFormAsync(request.Aborted);
        await request.Store.Experiments.RenameAsync(Id(request), NameIn(form), request.Aborted);
        return Back(request);
    }

    private static async Task<IResult> DescribeAsync(PageRequest request)
    {
        var form = await request.Http.Request.ReadFormAsync(request.Aborted);
        var text = Within(form["description"].ToString().Trim(), MaxValue, "description");
        await request.Store.Experiments.SetTagAsync(Id(request), NoteTag, text, request.Aborted);
        return Back(request);
    }

    private static async Task<IResult> TagAsync(PageRequest request)
    {
        var form = await request.Http.Request.ReadFormAsync(request.Aborted);
        var (key, value) = (TagKey.Of(form["key"].ToString()), Within(form["value"].ToString(), MaxValue, "value"));
        await request.Store.Experiments.SetTagAsync(Id(request), key, value, request.Aborted);
        return Back(request);
    }

    private static async Task<IResult> UntagAsync(PageRequest request)
    {
        var form = await request.Http.Request.ReadFormAsync(request.Aborted);
        await request.Store.Experiments.DeleteTagAsync(Id(request), form["key"].ToString(), request.Aborted);
        return Back(request);
    }

    private static async Task<IResult> SetStageAsync(PageRequest request, LifecycleStage stage)
    {
        await request.Store.Experiments.SetLifecycleAsync(Id(request), stage, request.Aborted);
        return stage == LifecycleStage.Deleted ? request.Redirect(Links.Experiments) : Back(request);
    }

    private static IResult Back(PageRequest request) => request.Redirect(Links.Experiment(Id(request)));

    private static string Id(PageRequest request) => ExperimentView.IdOf(request);

    private static string NameIn(IFormCollection form)
    {
        var name = form["name"].ToString().Trim();
        return name.Length > 0 ? Within(name, MaxName, "name") : throw new BadHttpRequestException("An experiment needs a name.");
    }

    private static string Within(string text, int most, string what) => text.Length <= most
        ? text
        : throw new BadHttpRequestException($"The {what} has {text.Length} characters and at most {most} are allowed.");
}
