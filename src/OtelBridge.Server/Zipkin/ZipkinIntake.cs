using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using OtelBridge.Attributes;
using OtelBridge.Grpc;
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Diagnostics;
using OtelBridge.Server.Hosting;
using OtelBridge.Server.Zipkin.Spans;
using OtelBridge.Server.Zipkin.Wire;
using OtelBridge.Store.Ingest;

namespace OtelBridge.Server.Zipkin;

/// <summary><c>POST /api/v2/spans</c>: Zipkin's spans in JSON and protobuf, plain and gzip, into the one way in.</summary>
internal sealed class ZipkinIntake(TraceIngestor ingestor, OtelBridgeServerLimits limits, RequestMemory memory, ZipkinCounters counters)
{
    private const string Json = "application/json";
    private const string Protobuf = "application/x-protobuf";

    private readonly TraceIngestor _ingestor = ingestor;
    private readonly RequestMemory _memory = memory;
    private readonly int _maxRequestSize = limits.MaxRequestSize;

    public ZipkinCounters Counters { get; } = counters;

    public async Task ReceiveAsync(ZipkinCall call)
    {
        Counters.AddMessage();
        try
        {
            // Not by the time of questions: a large body over a slow line may take its time.
            await ReceiveAsync(call.Context, (ulong)call.Now * 1_000_000, call.Context.RequestAborted);
            call.Context.Response.StatusCode = StatusCodes.Status202Accepted;
        }
        catch
        {
            Counters.AddDroppedMessage();
            throw;
        }
    }

    private async Task ReceiveAsync(HttpContext context, ulong now, CancellationToken cancellationToken)
    {
        var parse = ParserOf(context.Request.ContentType);
        using var held = _memory.Begin();
        var list = await RequestBody.ReadAsync(context.Request, _maxRequestSize, held, body => Counted(body, held, parse), cancellationToken);
        Counters.AddSpans(list.Spans.Count);
        if (list.Spans.Count > 0) // none is what a reporter sends to see whether anybody is there
        {
            await StoreAsync(list, now, context.Request.Headers[MlflowKeys.ExperimentHeader], cancellationToken);
        }
    }

    private async Task StoreAsync(ListOfSpans list, ulong now, string? experimentId, CancellationToken cancellationToken)
    {
        var stored = 0L;
        try
        {
            ZipkinSpanCheck.Check(list);
            var result = await _ingestor.IngestAsync(OtlpFromZipkin.Convert(list, now), experimentId, cancellationToken);
            stored = result.AcceptedSpans;
            if (result.RejectedSpans > 0)
            {
                throw ZipkinFormat.BadRequest(result.ErrorMessage);
            }
        }
        finally
        {
            Counters.AddDroppedSpans(list.Spans.Count - stored);
        }
    }

    private static Func<ReadOnlySequence<byte>, int, Action<long>, ListOfSpans> ParserOf(string? contentType)
    {
        var mediaType = MediaTypeHeaderValue.TryParse(contentType, out var parsed) ? parsed.MediaType.Value : null;
        if (string.Equals(mediaType, Json, StringComparison.OrdinalIgnoreCase))
        {
            return ReadJson;
        }

        return string.Equals(mediaType, Protobuf, StringComparison.OrdinalIgnoreCase)
            ? ReadProtobuf
            : throw new RefusedRequestException(
                StatusCodes.Status415UnsupportedMediaType,
                GrpcStatusCode.InvalidArgument,
                $"The Content-Type is not known here; send {Json} or {Protobuf}, version 2 of Zipkin's format.");
    }

    private ListOfSpans Counted(ReadOnlySequence<byte> body, RequestMemory.Share held, Func<ReadOnlySequence<byte>, int, Action<long>, ListOfSpans> read)
    {
        Counters.AddBytes(body.Length);
        return read(body, _maxRequestSize, held.GrowTo);
    }

    private static ListOfSpans ReadJson(ReadOnlySequence<byte> body, int maxSize, Action<long> held)
    {
        if (body.IsSingleSegment)
        {
            return ZipkinJsonReader.Read(body.FirstSpan, maxSize, held);
        }

        var length = checked((int)body.Length); // bounded by the request limit
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            body.CopyTo(buffer);
            return ZipkinJsonReader.Read(buffer.AsSpan(0, length), maxSize, held);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static ListOfSpans ReadProtobuf(ReadOnlySequence<byte> body, int maxSize, Action<long> held)
    {
        try
        {
            return MessageReader.Read(ListOfSpans.Parser, body, maxSize, held);
        }
        catch (InvalidMessageException e)
        {
            throw ZipkinFormat.BadRequest(e.Message, e);
        }
    }
}
