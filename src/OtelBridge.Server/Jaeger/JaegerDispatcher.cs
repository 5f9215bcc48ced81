using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OtelBridge.Grpc;
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Diagnostics;
using OtelBridge.Server.Hosting;
using OtelBridge.Server.Rest;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Jaeger;

/// <summary>Takes one call of Jaeger's query API from the wire to its handler and back.</summary>
internal sealed class JaegerDispatcher(
    ITraceStore store, OtelBridgeServerLimits limits, RequestMemory memory, TimeProvider time, ILogger<JaegerDispatcher> logger)
{
    public async Task InvokeAsync(HttpContext context, FrozenDictionary<string, JaegerEndpoint> methods)
    {
        var path = methods.Values[0].Path;
        try
        {
            await AnswerAsync(context, methods);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // Whatever broke, broke because the caller is gone; there is nobody to answer.
            ReceiveLog.Cancelled(logger, path);
        }
        catch (Exception e)
        {
            var fault = Fault.From(e);
            ReceiveLog.Fault(logger, path, fault, e);
            if (context.Response.HasStarted)
            {
                context.Abort(); // Half an answer is out; only a broken connection tells the caller that it is not whole.
                return;
            }

            await JaegerError.WriteAsync(context, fault);
        }
    }

    private async Task AnswerAsync(HttpContext context, FrozenDictionary<string, JaegerEndpoint> methods)
    {
        var method = HttpMethods.IsHead(context.Request.Method) ? HttpMethods.Get : context.Request.Method;
        if (!methods.TryGetValue(method, out var endpoint))
        {
            context.Response.Headers.Allow = string.Join(", ", methods.Keys.Order(StringComparer.Ordinal));
            throw new RefusedRequestException(
                StatusCodes.Status405MethodNotAllowed, GrpcStatusCode.Unimplemented, $"{context.Request.Method} is not a method of this path.");
        }

        using var held = memory.Begin();
        using var answer = new RestAnswer(context.Response);
        await QueryDeadline.RunAsync(
            limits,
            time,
            async cancellationToken =>
            {
                await endpoint.Handler(new JaegerCall(context, store, answer, limits.MaxRequestSize, held, time, logger, cancellationToken));
                await answer.CompleteAsync();
            },
            context.RequestAborted);
    }
}
