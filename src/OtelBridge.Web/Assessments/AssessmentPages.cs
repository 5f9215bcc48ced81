using Microsoft.AspNetCore.Http;
using OtelBridge.Identifiers;
using OtelBridge.Web.Addresses;
using OtelBridge.Web.Hosting;

namespace OtelBridge.Web.Assessments;

/// <summary>Saying something of a trace or a span, changing it, and taking it back.</summary>
internal static class AssessmentPages
{
    private const string All = "/traces/{traceId}/assessments";
    private const string One = All + "/{assessmentId}";

    public static void Map(PageRoutes routes)
    {
        routes.Post(All, CreateAsync);
        routes.Post(One, UpdateAsync);
        routes.Post($"{One}/delete", DeleteAsync);
        routes.Get(All, Back); // a page of these addresses that is loaded again
        routes.Get(One, Back);
    }

    /// <summary>Where a form goes that makes a new one, or changes one.</summary>
    public static string Address(string traceId, string assessmentId = "") =>
        $"{Links.Trace(traceId)}/assessments{(assessmentId.Length > 0 ? "/" + Uri.EscapeDataString(assessmentId) : "")}";

    private static Task<IResult> Back(PageRequest request) => Task.FromResult(request.Redirect(Links.Trace(request.Route("traceId"))));

    private static async Task<IResult> CreateAsync(PageRequest request)
    {
        var (form, traceId) = await ReadAsync(request);
        if (form.Fault.Length > 0)
        {
            return Again(request, form, traceId);
        }

        await request.Store.Assessments.CreateAsync(form.ToAssessment(traceId), request.Aborted);
        return Done(request, form.Back, traceId);
    }

    private static async Task<IResult> UpdateAsync(PageRequest request)
    {
        var (form, traceId) = await ReadAsync(request);
        if (form.Fault.Length > 0)
        {
            return Again(request, form, traceId);
        }

        await request.Store.Assessments.UpdateAsync(
            form.ToAssessment(traceId), ["name", form.IsExpectation ? "expectation" : "feedback", "rationale"], request.Aborted);
        return Done(request, form.Back, traceId);
    }

    private static async Task<IResult> DeleteAsync(PageRequest request)
    {
        var traceId = TraceIdText.Normalise(request.Route("traceId"));
        var form = await request.Http.Request.ReadFormAsync(request.Aborted);
        await request.Store.Assessments.DeleteAsync(traceId, request.Route("assessmentId"), request.Aborted);
        return Done(request, form["back"].ToString(), traceId);
    }

    private static async Task<(AssessmentForm Form, string TraceId)> ReadAsync(PageRequest request)
    {
        var form = AssessmentForm.Read(await request.Http.Request.ReadFormAsync(request.Aborted), request.Route("assessmentId"));
        var fault = form.Check();
        if (fault.Length == 0 && form.Id.Length == 0)
        {
            AuthorCookie.Write(request.Http, form.Author, request.Context.Base);
        }

        return (form with { Fault = fault }, TraceIdText.Normalise(request.Route("traceId")));
    }

    private static IResult Again(PageRequest request, AssessmentForm form, string traceId) => request.Html<AssessmentFormPage>(
        new Dictionary<string, object?> { ["Model"] = form, ["TraceId"] = traceId }, StatusCodes.Status400BadRequest);

    private static IResult Done(PageRequest request, string back, string traceId) => request.Redirect(back.Length > 0 ? LocalAddress.Of(back) : Links.Trace(traceId));
}
