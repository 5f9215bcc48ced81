using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using OtelBridge.Attributes;
using OtelBridge.Grpc;
using OtelBridge.Server.Audit;
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Diagnostics;
using OtelBridge.Server.Hosting;
using OtelBridge.Server.Security;
using OtelBridge.Store.Access;
using OtelBridge.Store.Audit;
using RpcStatus = OtelBridge.Rpc.Status;

namespace OtelBridge.Server.Otlp;

/// <summary>OTLP over HTTP: <c>POST /v1/traces</c> in protobuf and JSON, plain and gzip.</summary>
internal sealed class OtlpHttpEndpoint(OtlpIntake intake, OtelBridgeServerLimits limits, RequestMemory memory, ILogger<OtlpHttpEndpoint> logger)
{
    public const string Path = "/v1/traces";

    private readonly OtlpIntake _intake = intake;
    private readonly RequestMemory _memory = memory;
    private readonly int _maxRequestSize = limits.MaxRequestSize;
    private readonly ILogger<OtlpHttpEndpoint> _logger = logger;

    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints
            .Map(Path, endpoints.ServiceProvider.GetRequiredService<OtlpHttpEndpoint>().InvokeAsync)
            .WithMetadata(new ListenerMetadata(ListenerRole.OtlpHttp | ListenerRole.Http))
            .WithAccess(AccessRule.Of(
                AccessScopes.Ingest, static (context, fault) => WriteFaultAsync(context, fault, OtlpEncoding.Of(context.Request.ContentType) ?? OtlpEncoding.Json)))
            .WithAudit(new AuditRule(static context => HttpMethods.IsPost(context.Request.Method) ? AuditAction.Store : AuditAction.None));

    public async Task InvokeAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = HttpMethods.Post;
            return;
        }

        var encoding = OtlpEncoding.Of(context.Request.ContentType);
        try
        {
            await ExportAsync(context, encoding ?? throw UnknownContentType());
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // Whatever broke, broke because the caller is gone; there is nobody to answer.
            ReceiveLog.Cancelled(_logger, Path);
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            var fault = Fault.From(e);
            ReceiveLog.Fault(_logger, Path, fault, e);
            await WriteFaultAsync(context, fault, encoding ?? OtlpEncoding.Json);
        }
    }

    private async Task ExportAsync(HttpContext context, OtlpEncoding encoding)
    {
        using var held = _memory.Begin();
        var request = await RequestBody.ReadAsync(
            context.Request, _maxRequestSize, held, body => encoding.ReadRequest(body, _maxRequestSize, held.GrowTo), context.RequestAborted);
        var response = await _intake.ExportAsync(request, context.Request.Headers[MlflowKeys.ExperimentHeader], context.RequestAborted);
        context.Response.Headers[MlflowKeys.ServerHeader] = "1";
        await WriteAsync(context.Response, encoding, encoding.WriteResponse(response));
    }

    private static async Task WriteFaultAsync(HttpContext context, Fault fault, OtlpEncoding encoding)
    {
        var response = context.Response;
        response.StatusCode = fault.HttpStatus;
        if (fault.RetryAfter is { } seconds)
        {
            response.Headers.RetryAfter = seconds;
        }

        if (fault.HttpStatus == StatusCodes.Status415UnsupportedMediaType)
        {
            response.Headers[HeaderNames.Accept] = $"{OtlpEncoding.Protobuf.ContentType}, {OtlpEncoding.Json.ContentType}";
            response.Headers.AcceptEncoding = $"{GrpcHeaders.Gzip}, {GrpcHeaders.Identity}";
        }

        var status = new RpcStatus { Code = (int)fault.Status, Message = fault.Message };
        await WriteAsync(response, encoding, encoding.WriteStatus(status));
    }

    private static async Task WriteAsync(HttpResponse response, OtlpEncoding encoding, ReadOnlyMemory<byte> body)
    {
        response.ContentType = encoding.ContentType;
        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body, response.HttpContext.RequestAborted);
    }

    private static RefusedRequestException UnknownContentType() => new(
        StatusCodes.Status415UnsupportedMediaType,
        GrpcStatusCode.InvalidArgument,
        $"The Content-Type is not known here; send {OtlpEncoding.Protobuf.ContentType} or {OtlpEncoding.Json.ContentType}.");
}
