using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using OtelBridge.Grpc;
using OtelBridge.Server.Audit;
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Diagnostics;
using OtelBridge.Server.Security.Browsers;
using OtelBridge.Store.Access;
using OtelBridge.Store.Audit;
using OtelBridge.Store.Access.Workspaces;
using OtelBridge.Store.Storage;
using OtelBridge.Web.People;

namespace OtelBridge.Server.Security;

/// <summary>Finds out who sends a request: a key, a name with its password, a browser in which somebody has signed in, or a name that a trusted proxy vouches for.</summary>
internal sealed class Authenticator(CachedAccess access, SignIns signIns, AccessOptions options, FailedSignIns failures, TimeProvider time, AuditLog? audit = null) : IDisposable
{
    private const AccessScopes OfPeople = AccessScopes.Ingest | AccessScopes.Read | AccessScopes.Write;
    private const string WhoAreYou = "Say who you are: an API key as 'Authorization: Bearer obk_…', or name and password as Basic.";
    private const string UnknownKey = "The API key is not known here.";
    private const string WrongPassword = "The name or the password is wrong.";
    private const int HashesAtOnce = 2;
    private const int MostVerified = 10_000;

    private static readonly TimeSpan UseNotedAfter = TimeSpan.FromMinutes(1);

    // To hash takes a tenth of a second, so a password that was right is known by a fingerprint under a key of this process, for as long as its hash stays.
    // Bounded by MostVerified: when it is full, all of them are hashed anew.
    private readonly ConcurrentDictionary<string, string> _verified = new(StringComparer.Ordinal);
    private readonly byte[] _fingerprintKey = RandomNumberGenerator.GetBytes(32);
    private readonly Lazy<string> _nobody = new(static () => PasswordHash.Of(Guid.NewGuid().ToString()));
    private readonly SemaphoreSlim _hashes = new(HashesAtOnce); // they must not take every core

    /// <summary>What a key is called where nobody must learn its secret.</summary>
    public static string NameOf(ApiKey key) => $"key {key.Id}";

    public void Dispose() => _hashes.Dispose();

    /// <summary>Gives the caller, or why there is none.</summary>
    public async ValueTask<(Caller Caller, Fault? Fault)> AuthenticateAsync(HttpContext context)
    {
        try
        {
            if (FindNameOfProxy(context) is { } name)
            {
                return (await OfProxyAsync(name, context.RequestAborted), null);
            }

            // Before what else a browser sends along: a password that it remembers from a box of its own may be an old one.
            if (await FindSignedInAsync(context) is { } signedIn)
            {
                return (signedIn, null);
            }

            return Credentials.Read(context.Request.Headers) switch
            {
                { Name: { } person, Secret: var password } => await OfPasswordAsync(context, person, password),
                { Secret: var key } => await OfKeyAsync(key, context.RequestAborted),
                null => (Caller.Nobody, Unauthenticated(WhoAreYou)),
            };
        }
        catch (Exception e) when (e is StoreUnavailableException or OperationCanceledException)
        {
            return (Caller.Nobody, Fault.From(e)); // who nobody can ask about stays outside
        }
    }

    /// <summary>Gives the person with a name and password, or why there is none: the same for a name that is not known, and after too many tries nothing is looked at.</summary>
    public async ValueTask<(Person? Person, IReadOnlyList<ExperimentGrant> Grants, Fault? Fault)> CheckPasswordAsync(HttpContext context, string name, string password)
    {
        var (person, grants) = await access.FindPersonAsync(name, context.RequestAborted);
        var fingerprint = Convert.ToHexString(HMACSHA256.HashData(_fingerprintKey, Encoding.UTF8.GetBytes($"{name}\n{password}")));
        if (person is { } known && _verified.TryGetValue(fingerprint, out var hash) && hash == known.Password)
        {
            return (known, grants, null);
        }

        var address = "from " + context.Connection.RemoteIpAddress;
        if ((failures.FindWait(name) ?? failures.FindWait(address)) is { } wait)
        {
            return (null, [], new Fault(
                GrpcStatusCode.ResourceExhausted,
                StatusCodes.Status429TooManyRequests,
                string.Create(CultureInfo.InvariantCulture, $"Too many wrong passwords. Try again in {Math.Ceiling(wait.TotalSeconds)} s."))
            {
                Wait = wait,
            });
        }

        // A name that is not known takes as long as one that is.
        if (!await MatchesAsync(password, person?.Password ?? _nobody.Value, context.RequestAborted) || person is null)
        {
            failures.Add(name);
            failures.Add(address);
            return (null, [], Unauthenticated(WrongPassword));
        }

        if (_verified.Count >= MostVerified)
        {
            _verified.Clear();
        }

        _verified[fingerprint] = person.Password;
        return (person, grants, null);
    }

    private static Fault Unauthenticated(string message) => new(GrpcStatusCode.Unauthenticated, StatusCodes.Status401Unauthorized, message);

    private async ValueTask<(Caller Caller, Fault? Fault)> OfKeyAsync(string text, CancellationToken cancellationToken)
    {
        if (ApiKeySecret.TryParse(text) is not { } sent || await access.FindKeyAsync(sent.Id, cancellationToken) is not { } key || !sent.Matches(key.Hash))
        {
            return (Caller.Nobody, Unauthenticated(UnknownKey));
        }

        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        if (key.RevokedMs is not null)
        {
            return (Caller.Nobody, Unauthenticated($"The API key {key.Id} was revoked. Ask for a new one."));
        }

        if (key.ExpiresMs is { } end && end <= now)
        {
            return (Caller.Nobody, Unauthenticated(
                string.Create(CultureInfo.InvariantCulture, $"The API key {key.Id} has expired at {DateTimeOffset.FromUnixTimeMilliseconds(end):yyyy-MM-dd HH:mm:ss}Z. Ask for a new one.")));
        }

        if (now - (key.LastUsedMs ?? 0) > UseNotedAfter.TotalMilliseconds)
        {
            await access.NoteKeyUseAsync(key, now, cancellationToken);
        }

        var level = key.Scopes.HasFlag(AccessScopes.Write) || key.Scopes.HasFlag(AccessScopes.Ingest) ? AccessLevel.Edit : AccessLevel.Read;
        return (new Caller(
            NameOf(key),
            key.Scopes,
            key.ExperimentIds is null ? level : AccessLevel.None,
            key.ExperimentIds?.ToDictionary(static id => id, _ => level, StringComparer.Ordinal) ?? [])
        {
            MayCreate = key.ExperimentIds is null,
            Workspace = key.Workspace,
            Quota = key.Quota,
        }, null);
    }

    private async ValueTask<Caller?> FindSignedInAsync(HttpContext context)
    {
        if (await signIns.FindAsync(context) is not { } signIn)
        {
            return null;
        }

        var (person, grants) = await access.FindPersonAsync(signIn.PersonName, context.RequestAborted);
        if (person?.Id != signIn.PersonId)
        {
            return null; // somebody else has that name now
        }

        context.Features.Set(new SignedIn());
        return CallerOf(person, grants);
    }

    private async ValueTask<(Caller Caller, Fault? Fault)> OfPasswordAsync(HttpContext context, string name, string password)
    {
        var (person, grants, fault) = await CheckPasswordAsync(context, name, password);
        return person is null ? (Caller.Nobody, fault) : (CallerOf(person, grants), null);
    }

    private async Task<bool> MatchesAsync(string password, string hash, CancellationToken cancellationToken)
    {
        await _hashes.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => PasswordHash.Matches(password, hash), cancellationToken);
        }
        finally
        {
            _hashes.Release();
        }
    }

    private async ValueTask<Caller> OfProxyAsync(string name, CancellationToken cancellationToken)
    {
        var (person, grants) = await access.FindPersonAsync(name, cancellationToken);
        if (person is null)
        {
            // Whom the proxy lets in is somebody; what they may is granted by name.
            var made = await access.Catalog.AddPersonAsync(name, string.Empty, isAdmin: false, cancellationToken);
            access.Forget();
            if (made is not null && audit is not null)
            {
                await audit.WriteOwnAsync(AuditAction.Grant, "first visit", $"{AuditSubject.User}:{AuditSubject.NameOf(name)}");
            }

            (person, grants) = await access.FindPersonAsync(name, cancellationToken);
        }

        return person is null ? Caller.Nobody : CallerOf(person, grants);
    }

    private Caller CallerOf(Person person, IReadOnlyList<ExperimentGrant> grants) => new(
        person.Name,
        person.IsAdmin ? OfPeople | AccessScopes.Admin : OfPeople,
        options.DefaultPermission,
        grants.Where(static grant => grant.Workspace == WorkspaceName.Default).ToDictionary(static grant => grant.ExperimentId, static grant => grant.Permission, StringComparer.Ordinal))
    {
        MayCreate = true,
        PersonName = person.Name,
    };

    // Only of whom we were told to trust: everybody else could write any name there.
    private string? FindNameOfProxy(HttpContext context) =>
        options.UserHeader is { Length: > 0 } header
        && context.Connection.RemoteIpAddress is { } address
        && options.TrustedProxies.Any(network => network.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address))
        && context.Request.Headers[header].ToString() is { Length: > 0 and <= 256 } name
            ? name
            : null;
}
