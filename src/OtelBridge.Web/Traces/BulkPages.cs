using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Store.Audit;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.Web.Addresses;
using OtelBridge.Web.Hosting;

namespace OtelBridge.Web.Traces;

/// <summary>What can be done with many traces at once.</summary>
internal static class BulkPages
{
    public const string KeyName = "key";
    public const string ValueName = "value";

    private const int MaxKeyLength = 250;
    private const int TagsAtOnce = 32;

    public static void Map(PageRoutes routes)
    {
        routes.Post("/traces/delete/ask", AskToDeleteAsync);
        routes.Post("/traces/delete", DeleteAsync);
        routes.Post("/traces/tag/ask", AskForTagAsync);
        routes.Post("/traces/tag", TagAsync);
        routes.Post("/traces/compare", CompareAsync);
        routes.Post("/traces/export", ExportAsync);

        // Somebody who loads a question again, which was the answer to a form, finds the list.
        foreach (var asked in (string[])["/traces/delete/ask", "/traces/delete", "/traces/tag/ask", "/traces/tag", "/traces/compare", "/traces/export"])
        {
            routes.Get(asked, static request => Task.FromResult(request.Redirect(TraceListAddress.Read(request.Http.Request.Query).Page)));
        }
    }

    private static async Task<IResult> AskToDeleteAsync(PageRequest request) => request.Html<DeleteTracesPage>(await QuestionAsync(request));

    private static async Task<IResult> AskForTagAsync(PageRequest request) => request.Html<TagTracesPage>(await QuestionAsync(request));

    private static async Task<IResult> DeleteAsync(PageRequest request)
    {
        var question = await QuestionAsync(request);
        var form = request.Http.Request.Form;
        if (!question.IsAnsweredBy(form[BulkQuestion.CountName].ToString(), form[BulkQuestion.ConfirmName].ToString()))
        {
            throw new RefusedChangeException(
                $"Nothing was deleted: {question.Called} are selected now, and the number that was confirmed is another. Look at the list again.");
        }

        Note(question);
        foreach (var experiment in question.Traces.GroupBy(static trace => trace.ExperimentId))
        {
            // Once begun it is finished, whether or not somebody waits for the page.
            var deleted = await request.Store.Records.DeleteAsync(new TraceDeletion(experiment.Key) { TraceIds = [.. experiment.Select(static trace => trace.TraceId)] }, CancellationToken.None);
            AuditNote.Current?.AddItems(deleted);
        }

        return request.Redirect(question.Selection.Address.Page);
    }

    private static async Task<IResult> TagAsync(PageRequest request)
    {
        var question = await QuestionAsync(request);
        var form = request.Http.Request.Form;
        var key = form[KeyName].ToString().Trim();
        if (key.Length is 0 or > MaxKeyLength)
        {
            throw new BadHttpRequestException(FormattableString.Invariant($"The key of a tag has 1 to {MaxKeyLength} characters."));
        }

        Note(question);
        await Parallel.ForEachAsync(question.Traces, new ParallelOptions { MaxDegreeOfParallelism = TagsAtOnce }, async (trace, _) =>
        {
            try
            {
                await request.Store.Records.SetTagAsync(trace.TraceId, key, form[ValueName].ToString(), CancellationToken.None);
            }
            catch (NotStoredException)
            {
                // Deleted meanwhile by somebody else.
            }
        });
        return request.Redirect(question.Selection.Address.Page);
    }

    private static async Task<IResult> CompareAsync(PageRequest request)
    {
        var selection = await BulkSelection.ReadAsync(request);
        return selection.Ids is [var left, var right]
            ? request.Redirect(Links.Compare(left, right))
            : throw new BadHttpRequestException("Two traces are compared: select exactly two.");
    }

    private static async Task<IResult> ExportAsync(PageRequest request) =>
        new TraceDownload(await BulkSelection.ReadAsync(request), request.Http.RequestServices.GetRequiredService<ITraceExport>(), request.Context.Now);

    // A form may say "all that a filter finds": what these were is known here alone.
    private static void Note(BulkQuestion question)
    {
        if (AuditNote.Current is { } note)
        {
            foreach (var trace in question.Traces)
            {
                note.Add(AuditSubject.Experiment, trace.ExperimentId);
                note.Add(AuditSubject.Trace, trace.TraceId);
            }
        }
    }

    private static async Task<BulkQuestion> QuestionAsync(PageRequest request)
    {
        var selection = await BulkSelection.ReadAsync(request);
        var traces = await selection.FindAsync(request.Store, request.Aborted);
        return traces.Count > 0 ? new BulkQuestion(selection, traces) : throw new NotStoredException("None of these traces is stored any more.");
    }
}
