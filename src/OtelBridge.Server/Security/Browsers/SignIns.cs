using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using OtelBridge.Server.Hosting;
using OtelBridge.Store.Access;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Security.Browsers;

/// <summary>The browsers in which people have signed in, by their cookies.</summary>
internal sealed class SignIns(CachedAccess access, TimeProvider time)
{
    /// <summary>After how long without a request one ends.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(12);

    /// <summary>After how long one ends, however busy.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    // Not each request needs to be written down.
    private static readonly TimeSpan ExtendedAfter = TimeSpan.FromMinutes(5);

    private const int TokenBytes = 32;

    private static readonly int TokenLength = Base64Url.GetEncodedLength(TokenBytes);

    /// <summary>Finds the one that a request comes from; null when there is none, or it is over.</summary>
    /// <remarks>Cookies know no ports: one that was set here is sent to the other listeners as well, where no browser has business.</remarks>
    public async ValueTask<SignIn?> FindAsync(HttpContext context)
    {
        if (FindHash(context) is not { } hash || await access.FindSignInAsync(hash, context.RequestAborted) is not { } signIn)
        {
            return null;
        }

        var now = time.GetUtcNow();
        if (signIn.ExpiresMs <= now.ToUnixTimeMilliseconds())
        {
            return null;
        }

        var expires = Math.Min((now + Idle).ToUnixTimeMilliseconds(), signIn.CreatedMs + (long)Longest.TotalMilliseconds);
        if (expires - signIn.ExpiresMs > ExtendedAfter.TotalMilliseconds)
        {
            await ExtendAsync(signIn, expires, context.RequestAborted);
        }

        return signIn;
    }

    /// <summary>Signs somebody in who has just shown their password; false when it was changed meanwhile.</summary>
    public async Task<bool> StartAsync(HttpContext context, Person person)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        var now = time.GetUtcNow();
        if (!await access.Catalog.SignIns.AddAsync(HashOf(token), person, now.ToUnixTimeMilliseconds(), (now + Idle).ToUnixTimeMilliseconds(), context.RequestAborted))
        {
            return false;
        }

        await EndHeldAsync(context); // who signs in where somebody has done so before leaves nothing open behind them
        SignInCookie.Write(context, token, Longest);
        return true;
    }

    /// <summary>Ends the one that a request comes from.</summary>
    public async Task EndAsync(HttpContext context)
    {
        await EndHeldAsync(context);
        SignInCookie.Delete(context);
    }

    private static string? FindHash(HttpContext context) =>
        context.Features.Get<ListenerFeature>()?.Role == ListenerRole.Http && SignInCookie.Read(context) is { } token && token.Length == TokenLength ? HashOf(token) : null;

    // 256 random bits: one pass is enough, as for keys.
    private static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private async Task EndHeldAsync(HttpContext context)
    {
        if (FindHash(context) is { } hash)
        {
            await access.Catalog.SignIns.EndAsync(hash, context.RequestAborted);
            access.Forget();
        }
    }

    private async Task ExtendAsync(SignIn signIn, long expires, CancellationToken cancellationToken)
    {
        access.Note(signIn with { ExpiresMs = expires });
        try
        {
            await access.Catalog.SignIns.ExtendAsync(signIn.Hash, expires, cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // One of the next requests extends it.
        }
    }
}
