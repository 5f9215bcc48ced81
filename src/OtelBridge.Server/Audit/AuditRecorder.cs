using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OtelBridge.Grpc;
using OtelBridge.Server.Hosting;
using OtelBridge.Server.Telemetry;
using OtelBridge.Store.Access;
using OtelBridge.Store.Audit;

namespace OtelBridge.Server.Audit;

/// <summary>Leaves an entry of each request that is let in or refused. What cannot be made good, and who may do what, is written before the answer goes out.</summary>
internal sealed class AuditRecorder(RequestDelegate next, AuditLog log, TimeProvider time, CurrentCaller? current = null)
{
    private const string Anybody = "anybody";
    private const string Nobody = "nobody";

    // What is read by hundreds is named by some; of what is deleted each is.
    private const int MostNamed = 20;
    private const int SubjectsOfAnEntry = 100;

    private readonly bool _asks = current is not null;

    public Task InvokeAsync(HttpContext context)
    {
        var rule = context.GetEndpoint()?.Metadata.GetMetadata<AuditRule>();
        var action = rule?.ActionOf(context) ?? AuditAction.None;
        return action == AuditAction.None ? next(context) : WatchAsync(context, rule!, action);
    }

    private async Task WatchAsync(HttpContext context, AuditRule rule, AuditAction action)
    {
        var note = AuditNote.Begin();
        note.Who = _asks ? null : Anybody;
        var entry = new AuditEntry(time.GetUtcNow().ToUnixTimeMilliseconds(), string.Empty, action)
        {
            From = AddressOf(context.Connection.RemoteIpAddress),
            Wire = ListenerNames.Of(context.Features.Get<ListenerFeature>()?.Role ?? ListenerRole.Http),
            Request = rule.Page ?? NameOf(context),
        };
        var isWritten = false;
        if (AuditActions.IsWrittenFirst(action))
        {
            context.Response.OnStarting(() => WriteAsync(isFault: false));
        }

        try
        {
            await next(context);
        }
        catch
        {
            await WriteAsync(isFault: true);
            throw;
        }

        await WriteAsync(isFault: false);

        async Task WriteAsync(bool isFault)
        {
            if (!isWritten)
            {
                isWritten = true;
                AuditSubjects.AddTo(note, context.Request);
                await EnterAsync(note, entry with { Outcome = OutcomeOf(context, isFault) });
            }
        }
    }

    private Task EnterAsync(AuditNote note, AuditEntry entry)
    {
        if (note.Who is not { } who)
        {
            log.Note(entry with { Who = note.Tried ?? Nobody, Action = AuditAction.SignInRefused, About = string.Empty });
            return Task.CompletedTask;
        }

        var (about, items) = (note.About, note.Items);
        if (AuditActions.IsWrittenFirst(entry.Action))
        {
            var parts = about.Count > 0 ? about.Chunk(SubjectsOfAnEntry) : [[]];
            return log.WriteAsync([.. parts.Select((part, i) => entry with { Who = who, About = string.Join(' ', part), Items = i == 0 ? items : null })]);
        }

        log.Note(entry with { Who = who, About = note.Text(MostNamed), Items = items });
        return Task.CompletedTask;
    }

    private static string NameOf(HttpContext context)
    {
        var route = "/" + (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText?.TrimStart('/');
        return IsGrpc(context.Request) ? route : $"{context.Request.Method} {route}";
    }

    private static string AddressOf(IPAddress? address) => (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString() ?? string.Empty;

    private static bool IsGrpc(HttpRequest request) => request.ContentType?.StartsWith(GrpcHeaders.ContentType, StringComparison.OrdinalIgnoreCase) == true;

    private static string OutcomeOf(HttpContext context, bool isFault)
    {
        var response = context.Response;
        if (!response.HasStarted && context.RequestAborted.IsCancellationRequested)
        {
            return StatusCodes.Status499ClientClosedRequest.ToString(CultureInfo.InvariantCulture);
        }

        if (isFault)
        {
            return StatusCodes.Status500InternalServerError.ToString(CultureInfo.InvariantCulture);
        }

        if (!IsGrpc(context.Request))
        {
            return response.StatusCode.ToString(CultureInfo.InvariantCulture);
        }

        // The status of an answer that begins is not there yet: only what succeeds has a body.
        return int.TryParse(RequestTelemetry.GrpcStatusOf(response), NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            ? ((GrpcStatusCode)status).ToString()
            : nameof(GrpcStatusCode.Ok);
    }
}
