using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Diagnostics;
using OtelBridge.Server.Hosting;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Zipkin;

/// <summary>Takes one call of Zipkin's API from the wire to its handler; what fails is answered as Zipkin does, with a text.</summary>
internal sealed class ZipkinDispatcher(
    ITraceStore store, ZipkinIntake intake, OtelBridgeServerLimits limits, TimeProvider clock, ILogger<ZipkinDispatcher> logger)
{
    private readonly ITraceStore _store = store;
    private readonly ZipkinIntake _intake = intake;
    private readonly OtelBridgeServerLimits _limits = limits;
    private readonly TimeProvider _clock = clock;
    private readonly ILogger<ZipkinDispatcher> _logger = logger;

    public async Task InvokeAsync(HttpContext context, FrozenDictionary<string, ZipkinRoute> methods)
    {
        var method = HttpMethods.IsHead(context.Request.Method) ? HttpMethods.Get : context.Request.Method;
        if (!methods.TryGetValue(method, out var route))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = string.Join(", ", methods.Keys.Order(StringComparer.Ordinal));
            return;
        }

        try
        {
            await QueryDeadline.RunAsync(
                _limits,
                _clock,
                cancellationToken => route.Handler(new ZipkinCall(context, _store, _intake, _clock, _logger, cancellationToken)),
                context.RequestAborted);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // Whatever broke, broke because the caller is gone; there is nobody to answer.
            ReceiveLog.Cancelled(_logger, route.Path);
        }
        catch (Exception e)
        {
            var fault = Fault.From(e);
            ReceiveLog.Fault(_logger, route.Path, fault, e);
            if (context.Response.HasStarted)
            {
                context.Abort(); // Half an answer is out; only a broken connection tells the caller that it is not whole.
                return;
            }

            await ZipkinCall.WriteAsync(context.Response, fault);
        }
    }
}
