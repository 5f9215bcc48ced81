using System.Text;
using Microsoft.AspNetCore.Http;

namespace OtelBridge.TestSupport.Otlp;

/// <summary>Plays the answers that are no answer of the protocol.</summary>
internal static class PlantedFault
{
    /// <summary>True when the request is dealt with.</summary>
    public static async Task<bool> TryPlayAsync(HttpContext context, CollectorAnswer answer, CancellationToken disposing)
    {
        switch (answer.Kind)
        {
            case CollectorAnswerKind.Stall:
                using (var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, disposing))
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, over.Token).ContinueWith(_ => { }, TaskScheduler.Default);
                }

                return true;
            case CollectorAnswerKind.CutLine:
                context.Abort();
                return true;
            case CollectorAnswerKind.Http:
                context.Response.StatusCode = answer.HttpStatus;
                context.Response.ContentType = answer.ContentType;
                if (answer.Location is { } location)
                {
                    context.Response.Headers.Location = location;
                }

                if (answer.RetryAfterSeconds is { } seconds)
                {
                    context.Response.Headers.RetryAfter = seconds;
                }

                await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(answer.Body), context.RequestAborted);
                return true;
            default:
                return false;
        }
    }
}
