using System.Net;
using OtelBridge.Store.Access;

namespace OtelBridge.Server.Configuration;

/// <summary>Who may use the server.</summary>
public sealed class AccessOptions
{
    /// <summary>Gets or sets whether callers must say who they are.</summary>
    /// <value>The default is <see langword="false"/>: on the loopback address everybody on the machine may do everything. A server that listens elsewhere does not start without
    /// this, unless <see cref="AllowsEverybody"/> is set.</value>
    public bool IsRequired { get; set; }

    /// <summary>Gets or sets whether a server that asks nobody who they are may listen where other machines reach it.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool AllowsEverybody { get; set; }

    /// <summary>Gets or sets the password of the person <c>admin</c>, who is made when there is nobody yet; null to have one made up and handed to <see cref="AdminPasswordMade"/>.</summary>
    public string? AdminPassword { get; set; }

    /// <summary>Gets or sets what is told the password of <c>admin</c> when it was made up, once.</summary>
    public Action<string>? AdminPasswordMade { get; set; }

    /// <summary>Gets or sets what people may do with experiments that nobody has granted them anything for. MLflow's <c>default_permission</c>, which is READ there.</summary>
    /// <value>The default is <see cref="AccessLevel.None"/>.</value>
    public AccessLevel DefaultPermission { get; set; }

    /// <summary>Gets or sets the header in which a proxy that is trusted says who sends a request; null for none.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    public string? UserHeader { get; set; }

    /// <summary>Gets or sets the addresses of proxies whose <see cref="UserHeader"/> is believed.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; set; } = [];

    /// <summary>Gets or sets the provider of OpenID Connect that people may sign in by, besides names with passwords.</summary>
    /// <value>The default is <see langword="null"/>: none.</value>
    public OpenIdConnectAccess? OpenIdConnect { get; set; }
}
