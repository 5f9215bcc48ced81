using System.CommandLine;
using System.Net;
using OtelBridge.Server.Configuration;

namespace OtelBridge.Server.Commands;

/// <summary>The options of <c>serve</c> about a provider of OpenID Connect.</summary>
internal sealed class ServeOpenIdConnectOptions
{
    private const string AuthorityName = "oidc-authority";
    private const string ClientIdName = "oidc-client-id";

    private readonly Option<string?> _authority = New(
        AuthorityName, "URL", "With --auth: people may also sign in by this provider of OpenID Connect, named by its issuer (docs/security/signin.md).", "none", EnvironmentKeys.OidcAuthority);

    private readonly Option<string?> _clientId = New(
        ClientIdName, "ID", $"What the provider calls this server; its client secret is in {EnvironmentKeys.OidcClientSecret}.", "none", EnvironmentKeys.OidcClientId);

    private readonly Option<string?> _label = New("oidc-label", "NAME", "What the page for signing in calls the provider.", "its host", EnvironmentKeys.OidcLabel);

    private readonly Option<string?> _nameClaim = New("oidc-name-claim", "CLAIM", "The claim that people are named by at their first visit.", "email", EnvironmentKeys.OidcNameClaim);

    private readonly Option<string?> _scopes = New("oidc-scopes", "SCOPE,…", "Scopes to ask for besides openid, profile and email.", "none", EnvironmentKeys.OidcScopes);

    private readonly Option<string?> _groupsClaim = New("oidc-groups-claim", "CLAIM", "The claim that has the groups of a person.", "groups", EnvironmentKeys.OidcGroupsClaim);

    private readonly Option<string?> _groups = New("oidc-groups", "GROUP,…", "Who comes in by the provider: members of one of these.", "everybody whom it knows", EnvironmentKeys.OidcGroups);

    private readonly Option<string?> _adminGroups = New(
        "oidc-admin-groups", "GROUP,…", "Who is an admin, as of each sign-in by the provider: members of one of these.", "admins are made here", EnvironmentKeys.OidcAdminGroups);

    public void AddTo(Command command)
    {
        foreach (var option in new[] { _authority, _clientId, _label, _nameClaim, _scopes, _groupsClaim, _groups, _adminGroups })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Reads the provider; after who may use the server.</summary>
    public void Read(ParseResult parsed, ServeSettings settings)
    {
        var (authorityText, authoritySource) = Text(_authority, EnvironmentKeys.OidcAuthority);
        var (clientId, clientIdSource) = Text(_clientId, EnvironmentKeys.OidcClientId);
        var secret = settings.Secret(EnvironmentKeys.OidcClientSecret);
        if (authorityText is null)
        {
            if (clientId is not null || secret is not null)
            {
                settings.Refuse($"{(clientId is not null ? clientIdSource : EnvironmentKeys.OidcClientSecret)}: there is no provider; name one by --{AuthorityName}.");
            }

            return;
        }

        if (!Uri.TryCreate(authorityText, UriKind.Absolute, out var authority) || !IsSafe(authority))
        {
            settings.Refuse($"{authoritySource}: '{authorityText}' is not the issuer of a provider; write its address with https, such as https://login.example.com/realms/main (http on this machine alone).");
            return;
        }

        if (clientId is null || secret is null)
        {
            settings.Refuse($"{authoritySource}: the provider knows this server by --{ClientIdName} and {EnvironmentKeys.OidcClientSecret}; give both.");
            return;
        }

        var access = settings.Options.Access;
        if (!access.IsRequired)
        {
            settings.Refuse($"{authoritySource} needs --auth.");
        }

        access.OpenIdConnect = new OpenIdConnectAccess
        {
            Authority = authority,
            ClientId = clientId,
            ClientSecret = secret,
            Label = Text(_label, EnvironmentKeys.OidcLabel).Text,
            NameClaim = Text(_nameClaim, EnvironmentKeys.OidcNameClaim).Text ?? "email",
            Scopes = List(_scopes, EnvironmentKeys.OidcScopes),
            GroupsClaim = Text(_groupsClaim, EnvironmentKeys.OidcGroupsClaim).Text ?? "groups",
            Groups = List(_groups, EnvironmentKeys.OidcGroups),
            AdminGroups = List(_adminGroups, EnvironmentKeys.OidcAdminGroups),
        };

        (string? Text, string Source) Text(Option<string?> option, string variable) => settings.Pick(option.Name[2..], parsed.GetValue(option), variable);

        IReadOnlyList<string> List(Option<string?> option, string variable) =>
            Text(option, variable).Text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
    }

    // What the provider says of itself and its keys decides who comes in.
    private static bool IsSafe(Uri authority) => authority.Scheme == Uri.UriSchemeHttps
        || (authority.Scheme == Uri.UriSchemeHttp && (authority.IsLoopback || (IPAddress.TryParse(authority.Host, out var address) && IPAddress.IsLoopback(address))));

    private static Option<string?> New(string name, string help, string description, string fallback, string variable) =>
        new("--" + name) { HelpName = help, Description = $"{description} [default: {fallback}; variable {variable}]" };
}
