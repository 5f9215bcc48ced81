using System.Globalization;
using Microsoft.AspNetCore.Http;
using OtelBridge.Store.Search;

namespace OtelBridge.Web.Traces;

/// <summary>A file of traces that the browser keeps: written while it is read from the store.</summary>
internal sealed class TraceDownload(BulkSelection selection, ITraceExport export, DateTimeOffset now) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        // What cannot be read is said before the file begins; afterwards nothing can be.
        foreach (var filter in selection.Filters())
        {
            TraceFilter.Parse(filter);
        }

        var response = httpContext.Response;
        response.ContentType = "application/jsonl";
        response.Headers.ContentDisposition = string.Create(CultureInfo.InvariantCulture, $"attachment; filename=\"traces-{now.UtcDateTime:yyyy-MM-dd-HHmmss}.jsonl\"");
        try
        {
            foreach (var filter in selection.Filters())
            {
                await export.WriteAsync(selection.Filter is null ? [] : selection.Address.Scope.ExperimentIds, filter, selection.Address.Order, response.Body, httpContext.RequestAborted);
            }
        }
        catch (OperationCanceledException) when (httpContext.RequestAborted.IsCancellationRequested)
        {
            // The browser wants no more of it.
        }
        catch (Exception) when (response.HasStarted)
        {
            // Half a file must not look like a whole one.
            httpContext.Abort();
            throw;
        }
    }
}
