using System.Net.Security;

namespace OtelBridge.Probing;

/// <summary>One address to be probed, with all that is said about it.</summary>
public sealed record ProbeTarget
{
    /// <summary>Gets the name that findings carry.</summary>
    public required string Name { get; init; }

    /// <summary>Gets what is expected there.</summary>
    public required ProbeTargetKind Kind { get; init; }

    /// <summary>Gets the address, <c>http</c> or <c>https</c>: with the signal's path for OTLP over HTTP; the base, ending in a slash, for an MLflow server.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>Gets whether spans are sent over gRPC; else over HTTP with protobuf.</summary>
    public required bool IsGrpc { get; init; }

    /// <summary>Gets the headers of every request. Secrets; never shown.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Gets the experiment by id.</summary>
    public string? ExperimentId { get; init; }

    /// <summary>Gets the experiment by name, when there is no id.</summary>
    public string? ExperimentName { get; init; }

    /// <summary>Gets what puts certificates into a connection.</summary>
    /// <value>The default changes nothing: the system's authorities are trusted.</value>
    public Action<SslClientAuthenticationOptions> ConfigureTls { get; init; } = static _ => { };

    /// <summary>Gets whether <see cref="ConfigureTls"/> takes any certificate.</summary>
    public bool TakesAnyCertificate { get; init; }

    /// <summary>Gets the address that spans are sent to, as it may be shown.</summary>
    public string Shown => Show(IsGrpc ? new Uri(Endpoint, "/") : SpansAddress);

    internal bool IsTls => Endpoint.Scheme == Uri.UriSchemeHttps;

    internal string Host => Endpoint.IdnHost.Trim('[', ']');

    /// <summary>The address that spans are sent to over HTTP.</summary>
    internal Uri SpansAddress => Kind == ProbeTargetKind.Mlflow ? new Uri(Endpoint, SpansPath) : Endpoint;

    internal const string SpansPath = "v1/traces";

    /// <summary>An address without user information and query.</summary>
    internal static string Show(Uri address) => address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>Headers are secrets, so the record does not print itself.</summary>
    public override string ToString() => $"{Name} {Kind} {Show(Endpoint)}";
}
