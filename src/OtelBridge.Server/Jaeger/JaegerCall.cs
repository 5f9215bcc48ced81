using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OtelBridge.Grpc;
using OtelBridge.Server.Diagnostics;
using OtelBridge.Otlp;
using OtelBridge.Server.Hosting;
using OtelBridge.Server.Otlp;
using OtelBridge.Server.Rest;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Jaeger;

/// <summary>One call while it is answered: its parameters, the store, and the object that the answer is.</summary>
internal sealed class JaegerCall(
    HttpContext context, ITraceStore store, RestAnswer answer, int maxRequestSize, RequestMemory.Share held, TimeProvider time, ILogger logger,
    CancellationToken cancellationToken)
{
    public const string TraceNotFound = "trace not found";

    public IServiceReader Services => store.Services;

    public TimeProvider Time => time;

    /// <summary>Gets what ends the call: its caller goes, or its time is up.</summary>
    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>Gets where the fields of the answer are written; the object around them is already open.</summary>
    public Utf8JsonWriter Json => answer.Json;

    /// <summary>Gets the first value of a parameter; null when it is missing or empty.</summary>
    public string? Query(string name) => context.Request.Query[name] is [{ Length: > 0 } value, ..] ? value : null;

    /// <summary>Gets every value of a parameter.</summary>
    public IEnumerable<string> QueryAll(string name) => context.Request.Query[name].OfType<string>();

    /// <summary>Gets a part of the path; the server leaves escaped slashes as they are.</summary>
    public string Route(string name) => (context.Request.RouteValues[name] as string ?? string.Empty).Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the body within the limit of every request.</summary>
    public Task<T> ReadBodyAsync<T>(Func<ReadOnlySequence<byte>, T> parse) => RequestBody.ReadAsync(context.Request, maxRequestSize, held, parse, cancellationToken);

    /// <summary>Reads the body as OTLP/JSON.</summary>
    public Task<ExportTraceServiceRequest> ReadOtlpAsync() => ReadBodyAsync(body => OtlpEncoding.Json.ReadRequest(body, maxRequestSize, held.GrowTo));

    /// <summary>Sends what is written once it is much. To be called between the items of a long answer, so that it is never whole in memory.</summary>
    public ValueTask SendLargeAsync() => answer.SendLargeAsync();

    /// <summary>Reads one of several traces: one that is gone, damaged or too large does not hide the others.</summary>
    /// <remarks>One at a time: a page of traces of language models may be larger than memory.</remarks>
    /// <returns>The trace, or why there is none.</returns>
    public async Task<(Trace? Trace, string? Error)> TryReadTraceAsync(string traceId)
    {
        try
        {
            var found = await store.Services.FindTraceAsync(JaegerTraceId.Of(traceId), cancellationToken);
            return (found, found is null ? TraceNotFound : null);
        }
        catch (Exception e) when (e is DamagedTraceException or MessageTooLargeException)
        {
            ReceiveLog.Unreadable(logger, traceId, e);
            return (null, e.Message);
        }
    }

    public static GrpcException BadParameter(string name, string reason) => new(GrpcStatusCode.InvalidArgument, $"malformed parameter {name}: {reason}");
}
