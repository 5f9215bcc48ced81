using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OtelBridge.Server.Audit;
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Diagnostics;
using OtelBridge.Server.Hosting;
using OtelBridge.Store.Audit;

namespace OtelBridge.Server.Rest;

/// <summary>Takes one call from the wire to its handler and back.</summary>
internal sealed class RestDispatcher(RestServices services, OtelBridgeServerLimits limits, RequestMemory memory, ILogger<RestDispatcher> logger)
{
    private readonly RestServices _services = services;
    private readonly RequestMemory _memory = memory;
    private readonly int _maxRequestSize = limits.MaxRequestSize;
    private readonly ILogger<RestDispatcher> _logger = logger;

    public async Task InvokeAsync(HttpContext context, FrozenDictionary<string, RestEndpoint> methods)
    {
        var method = HttpMethods.IsHead(context.Request.Method) ? HttpMethods.Get : context.Request.Method;
        if (!methods.TryGetValue(method, out var endpoint))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = string.Join(", ", methods.Keys.Order(StringComparer.Ordinal));
            return;
        }

        try
        {
            await AnswerAsync(context, endpoint);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // Whatever broke, broke because the caller is gone; there is nobody to answer.
            ReceiveLog.Cancelled(_logger, endpoint.Path);
        }
        catch (Exception e)
        {
            var fault = Fault.From(e);
            ReceiveLog.Fault(_logger, endpoint.Path, fault, e);
            if (context.Response.HasStarted)
            {
                context.Abort(); // Half an answer is out; only a broken connection tells the caller that it is not whole.
                return;
            }

            await RestError.Of(fault).WriteAsync(context.Response);
        }
    }

    private async Task AnswerAsync(HttpContext context, RestEndpoint endpoint)
    {
        using var held = _memory.Begin();
        using var fields = await RestRequest.ReadAsync(context.Request, endpoint, _maxRequestSize, held, context.RequestAborted);
        if (AuditNote.Current is { } note)
        {
            AuditSubjects.AddTo(note, fields.Root.Element);
        }

        using var answer = new RestAnswer(context.Response);
        await endpoint.Handler(new RestCall(context, fields.Root, _services, answer, _maxRequestSize, held));
        await answer.CompleteAsync();
    }
}
