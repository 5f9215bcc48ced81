namespace OtelBridge.Server.Configuration;

/// <summary>A provider of OpenID Connect, such as Keycloak, Entra ID, Okta or Google, that people may sign in by.</summary>
/// <remarks>The server is a confidential client: authorization code with PKCE. At the provider its redirect URI is that of the pages with <c>/sign-in/sso/back</c>.</remarks>
public sealed class OpenIdConnectAccess
{
    /// <summary>Gets the issuer, below which <c>.well-known/openid-configuration</c> is: https, or http on this machine.</summary>
    public required Uri Authority { get; init; }

    /// <summary>Gets what the provider calls this server.</summary>
    public required string ClientId { get; init; }

    /// <summary>Gets what the server shows the provider. Servers on one store have the same one.</summary>
    public required string ClientSecret { get; init; }

    /// <summary>Gets what the page for signing in calls the provider; null for its host.</summary>
    public string? Label { get; init; }

    /// <summary>Gets the claim that people are named by at their first visit; they keep the name.</summary>
    /// <value>The default is <c>email</c>, which the provider must not call unverified.</value>
    public string NameClaim { get; init; } = "email";

    /// <summary>Gets the scopes that are asked for besides <c>openid</c>, <c>profile</c> and <c>email</c>.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Gets the claim that has the groups of a person.</summary>
    /// <value>The default is <c>groups</c>.</value>
    public string GroupsClaim { get; init; } = "groups";

    /// <summary>Gets the groups of which one is needed to come in; none for everybody whom the provider knows.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Gets the groups of which one makes an admin, at each sign-in anew; none when admins are made here.</summary>
    public IReadOnlyList<string> AdminGroups { get; init; } = [];
}
