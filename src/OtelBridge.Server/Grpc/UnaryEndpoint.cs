using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using OtelBridge.Grpc;
using OtelBridge.Server.Audit;
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Diagnostics;
using OtelBridge.Server.Hosting;
using OtelBridge.Store.Audit;

namespace OtelBridge.Server.Grpc;

/// <summary>One unary method on the wire: reads the request, keeps the deadline, calls the handler, writes the answer.</summary>
internal sealed class UnaryEndpoint<TRequest, TResponse>(
    GrpcMethod<TRequest, TResponse> method,
    Func<TRequest, GrpcCall, Task<TResponse>> handler,
    OtelBridgeServerLimits limits,
    RequestMemory memory,
    ILogger logger)
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    private readonly GrpcMethod<TRequest, TResponse> _method = method;
    private readonly Func<TRequest, GrpcCall, Task<TResponse>> _handler = handler;
    private readonly RequestMemory _memory = memory;
    private readonly int _maxRequestSize = limits.MaxRequestSize;
    private readonly int _maxResponseSize = limits.MaxResponseSize;
    private readonly TimeSpan _receiveTimeout = limits.ReceiveTimeout;
    private readonly ILogger _logger = logger;

    public async Task InvokeAsync(HttpContext context)
    {
        if (!GrpcRequest.IsAccepted(context))
        {
            return;
        }

        var aborted = context.RequestAborted;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        try
        {
            if (GrpcRequest.ReadTimeout(context.Request.Headers) is { } timeout)
            {
                deadline.CancelAfter(Clamp(timeout));
            }

            await AnswerAsync(context, deadline.Token);
        }
        catch (Exception) when (aborted.IsCancellationRequested)
        {
            // Whatever broke, broke because the caller is gone; there is nobody to answer.
            ReceiveLog.Cancelled(_logger, _method.Path);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !context.Response.HasStarted)
        {
            GrpcResponse.WriteStatus(context, GrpcStatusCode.DeadlineExceeded, "The deadline passed before the answer.");
        }
        catch (Exception e)
        {
            var fault = Fault.From(e);
            ReceiveLog.Fault(_logger, _method.Path, fault, e);
            if (context.Response.HasStarted)
            {
                context.Abort(); // Half an answer is out; only a broken stream tells the caller that it is not whole.
                return;
            }

            GrpcResponse.WriteStatus(context, fault);
        }
    }

    private async Task AnswerAsync(HttpContext context, CancellationToken cancellationToken)
    {
        // The frame's own length is held to the limit, with gRPC's status for it; Kestrel's limit would answer first, and differently.
        // Kestrel's minimum data rates stay on: a unary call has no reason to trickle.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        var headers = context.Request.Headers;
        using var held = _memory.Begin();
        var request = await ReadAsync(context, held, cancellationToken);
        if (AuditNote.Current is { } note)
        {
            AuditSubjects.AddTo(note, request);
        }

        var response = await _handler(request, new GrpcCall(headers, cancellationToken));
        await GrpcResponse.WriteAsync(context, response, _maxResponseSize, GrpcRequest.AcceptsGzip(headers));
    }

    private async Task<TRequest> ReadAsync(HttpContext context, RequestMemory.Share held, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(_receiveTimeout);
        try
        {
            return await GrpcFrame.ReadUnaryAsync(
                context.Request.BodyReader, context.Request.Headers[GrpcHeaders.Encoding], _maxRequestSize, _method.RequestParser, patience.Token, held.GrowTo);
        }
        catch (OperationCanceledException e) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw held.TookTooLong(e);
        }
        catch (IOException e) when (e is not BadHttpRequestException)
        {
            // The caller has reset the call; that it is gone may be told to the reader of the body before it is told to us.
            throw new OperationCanceledException("The caller reset the call.", e);
        }
    }

    // A timer cannot wait longer than this; some 49 days are as good as no deadline.
    private static TimeSpan Clamp(TimeSpan timeout) =>
        timeout.TotalMilliseconds < uint.MaxValue - 1 ? timeout : TimeSpan.FromMilliseconds(uint.MaxValue - 1);
}
