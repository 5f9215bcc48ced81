using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OtelBridge.Grpc;
using OtelBridge.Server.Diagnostics;
using OtelBridge.Store.Access;
using OtelBridge.Store.Audit;

namespace OtelBridge.Server.Security.OpenIdConnect;

/// <summary>Lets people in whom the provider knows, and tells them and the log why it does not.</summary>
internal sealed partial class OpenIdSignIn(OpenIdProvider provider, OpenIdPeople people, ILogger<OpenIdSignIn> logger)
{
    /// <summary>Gets what people call the provider.</summary>
    public string Label => provider.Label;

    /// <summary>Sends a browser to the provider; gives why that cannot be.</summary>
    public async Task<Fault?> SendThereAsync(HttpContext http, string to)
    {
        try
        {
            await provider.SendThereAsync(http, to);
            return null;
        }
        catch (Exception e) when (e is not OperationCanceledException || !http.RequestAborted.IsCancellationRequested)
        {
            LogAway(provider.Host, e);
            return new Fault(
                GrpcStatusCode.Unavailable,
                StatusCodes.Status503ServiceUnavailable,
                $"{Label} does not answer this server, or does not know it. Try again in a minute; who has a password here can sign in with it meanwhile. The server's log says more.");
        }
    }

    /// <summary>Reads what a browser brings back: where it wanted to go, and who it is or why nobody.</summary>
    public async Task<(string To, Person? Person, Fault? Fault)> ReadReturnAsync(HttpContext http)
    {
        if (http.Request.Query["error"].ToString() == "access_denied")
        {
            return (string.Empty, null, Unauthenticated($"You were not let in at {Label}, or did not want to. Try again, or sign in with a password."));
        }

        var back = await provider.ReadReturnAsync(http);
        if (back.Who is not { } who)
        {
            LogFailure(provider.Host, back.Failure, back.Cause);
            return (back.To, null, Unauthenticated($"{Label} could not sign you in: that took too long, was done twice, or the two servers do not agree. Begin once more from here; the server's log says more."));
        }

        var (person, fault) = await people.EnterAsync(who, http.RequestAborted);
        if (AuditNote.Current is { } note)
        {
            (note.Who, note.Tried) = person is null ? (note.Who, AuditSubject.NameOf(who.FindFirst("email")?.Value ?? who.FindFirst("sub")?.Value ?? string.Empty)) : (person.Name, null);
        }

        return (back.To, person, fault);
    }

    private static Fault Unauthenticated(string message) => new(GrpcStatusCode.Unauthenticated, StatusCodes.Status401Unauthorized, message);

    [LoggerMessage(EventId = 3201, Level = LogLevel.Warning, Message = "The provider of OpenID Connect at {Host} does not answer, or does not take this server for the client that it says it is: nobody can sign in by it")]
    private partial void LogAway(string host, Exception cause);

    [LoggerMessage(EventId = 3202, Level = LogLevel.Warning, Message = "Somebody came back from the provider of OpenID Connect at {Host}, and could not be signed in: {Failure}")]
    private partial void LogFailure(string host, string? failure, Exception? cause);
}
