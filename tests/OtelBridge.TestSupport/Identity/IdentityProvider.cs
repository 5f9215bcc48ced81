using System.Net.Http.Json;
using OtelBridge.Server.Configuration;

namespace OtelBridge.TestSupport.Identity;

/// <summary>A certified provider of OpenID Connect, node-oidc-provider, with pages of its own for signing in. It is at <c>localhost</c>, for browsers another site than 127.0.0.1.</summary>
public sealed class IdentityProvider : IAsyncDisposable
{
    private const string ClientId = "otelbridge";
    private const string ClientSecret = "the secret of otelbridge at the provider";

    private readonly NodePeer _peer;
    private readonly HttpClient _http = new();
    private int _isStopped;

    private IdentityProvider(NodePeer peer, Uri issuer) => (_peer, Issuer) = (peer, issuer);

    public Uri Issuer { get; }

    public static async Task<IdentityProvider> StartAsync()
    {
        var peer = NodePeer.Start("identity-provider.mjs");
        return new IdentityProvider(peer, new Uri((string)(await peer.ReadAsync())["issuer"]!));
    }

    /// <summary>What a server needs to know of it.</summary>
    public OpenIdConnectAccess Access(IReadOnlyList<string>? groups = null, IReadOnlyList<string>? adminGroups = null, string nameClaim = "email", string secret = ClientSecret) => new()
    {
        Authority = Issuer,
        ClientId = ClientId,
        ClientSecret = secret,
        Label = "Example SSO",
        NameClaim = nameClaim,
        Scopes = ["groups"],
        Groups = groups ?? [],
        AdminGroups = adminGroups ?? [],
    };

    /// <summary>Says who somebody is who signs in there by the text of <c>sub</c> and any password.</summary>
    public async Task KnowAsync(object claims)
    {
        using var answer = await _http.PostAsJsonAsync(new Uri(Issuer, "/people"), claims);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Stops it; a test may have done so before.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isStopped, 1) == 0)
        {
            _http.Dispose();
            await _peer.DisposeAsync();
        }
    }
}
