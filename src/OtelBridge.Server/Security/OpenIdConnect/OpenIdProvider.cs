using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using OtelBridge.Server.Configuration;
using OtelBridge.Web.Hosting;
using OtelBridge.Web.People;

namespace OtelBridge.Server.Security.OpenIdConnect;

/// <summary>Sends browsers to the provider, and reads what they bring back. ASP.NET Core's own handler does it: discovery, PKCE, state, nonce, signatures and keys that change.</summary>
/// <remarks>The handler is used as it is, but not among the schemes of the program: those would be asked for each request, by whoever embeds the server as well.</remarks>
internal sealed class OpenIdProvider
{
    /// <summary>How long somebody may take at the provider.</summary>
    public static readonly TimeSpan WayTime = TimeSpan.FromMinutes(15);

    private const string SchemeName = "OpenIdConnect";

    private static readonly string[] OwnScopes = ["openid", "profile", "email"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly AuthenticationScheme _scheme = new(SchemeName, null, typeof(OpenIdConnectHandler));
    private readonly FixedOptions _options;

    public OpenIdProvider(OpenIdConnectAccess access)
    {
        Label = access.Label ?? access.Authority.Host;
        Host = access.Authority.Host;
        _options = new FixedOptions(Read(access));
    }

    /// <summary>Gets what people call it.</summary>
    public string Label { get; }

    /// <summary>Gets where it is, for messages.</summary>
    public string Host { get; }

    /// <summary>Sends a browser there, and to an address of ours after that.</summary>
    /// <exception cref="InvalidOperationException">What the provider says of itself cannot be read.</exception>
    public async Task SendThereAsync(HttpContext http, string to)
    {
        var handler = await HandlerAsync(http);
        await handler.ChallengeAsync(new AuthenticationProperties { RedirectUri = to.Length > 0 ? to : "." });
    }

    /// <summary>Reads what a browser brings back; the provider is asked whether it is true.</summary>
    public async Task<OpenIdReturn> ReadReturnAsync(HttpContext http)
    {
        var handler = await HandlerAsync(http);
        var path = http.Request.Path;
        http.Request.Path = _options.CurrentValue.CallbackPath; // under a group of a program it is another one
        try
        {
            await handler.HandleRequestAsync();
        }
        finally
        {
            http.Request.Path = path;
        }

        return http.Features.Get<OpenIdReturn>() ?? OpenIdReturn.Failed("The provider's answer was empty.");
    }

    private static OpenIdConnectOptions Read(OpenIdConnectAccess access)
    {
        var options = new OpenIdConnectOptions
        {
            Authority = access.Authority.ToString(),
            ClientId = access.ClientId,
            ClientSecret = access.ClientSecret,
            ResponseType = OpenIdConnectResponseType.Code,
            ResponseMode = OpenIdConnectResponseMode.Query, // a form from another site would need cookies that go along with everything
            UsePkce = true,
            MapInboundClaims = false,
            GetClaimsFromUserInfoEndpoint = true,
            RequireHttpsMetadata = access.Authority.Scheme == Uri.UriSchemeHttps,
            BackchannelTimeout = Patience,
            RemoteAuthenticationTimeout = WayTime,
            SignInScheme = "otelbridge", // nobody's: who it is goes to our own sign-ins
            CallbackPath = "/" + PersonLinks.ProviderBack,
            CorrelationCookie = new WayCookie("otelbridge-way."),
            NonceCookie = new WayCookie("otelbridge-nonce."),
            DataProtectionProvider = new SharedSecretProtection(access.ClientSecret),
            Events = new OpenIdConnectEvents
            {
                OnRedirectToIdentityProvider = static context =>
                {
                    // As the browser sees it: a proxy may be between.
                    context.ProtocolMessage.RedirectUri = PageBase.OriginOf(context.Request) + PageBase.PathOf(context.HttpContext) + PersonLinks.ProviderBack;
                    return Task.CompletedTask;
                },
                OnTicketReceived = static context =>
                {
                    context.HttpContext.Features.Set(new OpenIdReturn(context.Principal, context.ReturnUri ?? string.Empty, null, null));
                    context.HandleResponse();
                    return Task.CompletedTask;
                },
                OnRemoteFailure = static context =>
                {
                    context.HttpContext.Features.Set(new OpenIdReturn(null, string.Empty, context.Failure?.Message ?? "no reason was given", context.Failure));
                    context.HandleResponse();
                    return Task.CompletedTask;
                },
            },
        };
        options.Scope.Clear();
        foreach (var scope in OwnScopes.Concat(access.Scopes).Distinct(StringComparer.Ordinal))
        {
            options.Scope.Add(scope);
        }

        options.ClaimActions.Remove("iss"); // by default it is forgotten
        foreach (var claim in new[] { access.NameClaim, access.GroupsClaim, OpenIdPeople.VerifiedClaim }.Distinct(StringComparer.Ordinal))
        {
            options.ClaimActions.MapJsonKey(claim, claim);
        }

        new OpenIdConnectPostConfigureOptions(options.DataProtectionProvider).PostConfigure(SchemeName, options);
        options.Validate(SchemeName);
        return options;
    }

    private async Task<OpenIdConnectHandler> HandlerAsync(HttpContext http)
    {
        // What fails we say ourselves (OpenIdSignIn): to the handler a person who comes twice is an error of the server.
        var handler = new OpenIdConnectHandler(_options, NullLoggerFactory.Instance, HtmlEncoder.Default, UrlEncoder.Default);
        await handler.InitializeAsync(_scheme, http);
        return handler;
    }
}
