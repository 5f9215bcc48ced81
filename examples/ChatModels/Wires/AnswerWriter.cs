using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ChatModels.Scripting;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ChatModels.Wires;

/// <summary>Writes one answer to one request, and lets go wrong what the script wants to go wrong.</summary>
internal sealed class AnswerWriter(HttpContext context, TaskCompletionSource stalled)
{
    public async Task WriteAsync(IModelWire wire, ModelRequest request, ModelAnswer answer)
    {
        if (answer.Fault is { Kind: ModelFaultKind.Refused } refused)
        {
            await RefuseAsync(refused, wire.ErrorBody(refused));
        }
        else if (request.Streams)
        {
            await StreamAsync(wire, request, answer);
        }
        else if (await IsStillWholeAsync(answer.Fault))
        {
            await WriteAsync("application/json", Encoding.UTF8.GetBytes(wire.Complete(request, answer).ToJsonString()));
        }
    }

    public async Task WriteAsync(OtherWire wire, ModelRequest request, ModelAnswer answer)
    {
        if (answer.Fault is { Kind: ModelFaultKind.Refused } refused)
        {
            await RefuseAsync(refused, OpenAIErrors.Body(refused));
        }
        else if (await IsStillWholeAsync(answer.Fault))
        {
            await WriteAsync(wire.ContentType, wire.Complete(request, answer));
        }
    }

    private async Task StreamAsync(IModelWire wire, ModelRequest request, ModelAnswer answer)
    {
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        var sent = 0;
        foreach (var item in wire.Stream(request, answer))
        {
            if (answer.Fault is { } fault && fault.AfterEvents == sent++ && !await GoesOnAsync(wire, fault))
            {
                return;
            }

            await SendAsync(item.ToString());
        }

        if (wire.StreamEnd is { } end)
        {
            await SendAsync(end);
        }
    }

    /// <summary>Does what the fault says in the middle of a stream; false when that was its end.</summary>
    private async Task<bool> GoesOnAsync(IModelWire wire, ModelFault fault)
    {
        switch (fault.Kind)
        {
            case ModelFaultKind.ErrorInStream:
                await SendAsync(wire.ErrorEvent(fault).ToString());
                return false;
            case ModelFaultKind.Cut:
                await HangUpAsync();
                return false;
            case ModelFaultKind.Stalled:
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await StallAsync();
                return false;
            default:
                return true;
        }
    }

    /// <summary>Does what the fault says to an answer that is not a stream; false when there is no answer any more.</summary>
    private async Task<bool> IsStillWholeAsync(ModelFault? fault)
    {
        switch (fault?.Kind)
        {
            case ModelFaultKind.Cut:
                context.Abort();
                return false;
            case ModelFaultKind.Stalled:
                await StallAsync();
                return false;
            default:
                return true;
        }
    }

    /// <summary>Ends the connection behind what was sent; an abort would take that back.</summary>
    private async Task HangUpAsync()
    {
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await context.Features.GetRequiredFeature<IConnectionTransportFeature>().Transport.Output.CompleteAsync();
        await GoneAsync();
    }

    private Task StallAsync()
    {
        stalled.TrySetResult();
        return GoneAsync();
    }

    private async Task GoneAsync()
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    private async Task RefuseAsync(ModelFault fault, JsonNode body)
    {
        context.Response.StatusCode = fault.Status;
        context.Response.Headers["x-request-id"] = Counted.Id("req_");
        if (fault.RetryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        await WriteAsync("application/json", Encoding.UTF8.GetBytes(body.ToJsonString()));
    }

    private async Task WriteAsync(string contentType, byte[] body)
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private async Task SendAsync(string text)
    {
        await context.Response.WriteAsync(text, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted); // An event is on its way before the next one is made.
    }
}
