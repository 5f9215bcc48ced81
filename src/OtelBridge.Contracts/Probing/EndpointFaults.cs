namespace OtelBridge.Probing;

/// <summary>Every fault that can be found at an address, in the order of the checks.</summary>
public static class EndpointFaults
{
    internal static readonly FindingKind NameUnknown = Error("name-unknown", "address");
    internal static readonly FindingKind ConnectionRefused = Error("connection-refused", "connection");
    internal static readonly FindingKind ConnectionTimeout = Error("connection-timeout", "connection");
    internal static readonly FindingKind Unreachable = Error("unreachable", "connection");
    internal static readonly FindingKind TlsUntrusted = Error("tls-untrusted", "tls");
    internal static readonly FindingKind TlsExpired = Error("tls-expired", "tls");
    internal static readonly FindingKind TlsWrongHost = Error("tls-wrong-host", "tls");
    internal static readonly FindingKind TlsClientCertificate = Error("tls-client-certificate", "tls");
    internal static readonly FindingKind TlsSettings = Error("tls-settings", "tls");
    internal static readonly FindingKind TlsFailed = Error("tls-failed", "tls");
    internal static readonly FindingKind TlsAtPlainPort = Error("tls-at-plain-port", "tls");
    internal static readonly FindingKind PlainAtTlsPort = Error("plain-at-tls-port", "tls");
    internal static readonly FindingKind TlsExpiresSoon = Warning("tls-expires-soon", "tls");
    internal static readonly FindingKind TlsUnverified = Warning("tls-unverified", "tls");
    internal static readonly FindingKind GrpcAtHttpPort = Error("grpc-at-http-port", "protocol");
    internal static readonly FindingKind HttpAtGrpcPort = Error("http-at-grpc-port", "protocol");
    internal static readonly FindingKind NotHttp = Error("not-http", "protocol");
    internal static readonly FindingKind PathMissing = Error("path-missing", "path");
    internal static readonly FindingKind PathDoubled = Error("path-doubled", "path");
    internal static readonly FindingKind PathUnknown = Error("path-unknown", "path");
    internal static readonly FindingKind MethodRefused = Error("method-refused", "path");
    internal static readonly FindingKind ServiceMissing = Error("service-missing", "path");
    internal static readonly FindingKind Redirected = Error("redirected", "access");
    internal static readonly FindingKind WebPage = Error("web-page", "access");
    internal static readonly FindingKind Unauthenticated = Error("unauthenticated", "access");
    internal static readonly FindingKind Forbidden = Error("forbidden", "access");
    internal static readonly FindingKind TooLarge = Error("too-large", "spans");
    internal static readonly FindingKind NoAnswer = Error("no-answer", "spans");
    internal static readonly FindingKind ServerFailed = Error("server-failed", "spans");
    internal static readonly FindingKind Refused = Error("refused", "spans");
    internal static readonly FindingKind Throttled = Warning("throttled", "spans");
    internal static readonly FindingKind NotOtlp = Warning("not-otlp", "spans");
    internal static readonly FindingKind ClockSkew = Warning("clock-skew", "clock");
    internal static readonly FindingKind ServerOld = Warning("server-old", "server");
    internal static readonly FindingKind ServerUnknown = Warning("server-unknown", "server");
    internal static readonly FindingKind NotAStore = Warning("not-a-store", "server");
    internal static readonly FindingKind ExperimentMissing = Error("experiment-missing", "experiment");
    internal static readonly FindingKind ExperimentDeleted = Error("experiment-deleted", "experiment");
    internal static readonly FindingKind ExperimentForbidden = Error("experiment-forbidden", "experiment");
    internal static readonly FindingKind ExperimentUnchecked = Warning("experiment-unchecked", "experiment");

    /// <summary>Gets all of them.</summary>
    public static IReadOnlyList<FindingKind> All { get; } =
    [
        NameUnknown, ConnectionRefused, ConnectionTimeout, Unreachable,
        TlsUntrusted, TlsExpired, TlsWrongHost, TlsClientCertificate, TlsSettings, TlsFailed, TlsAtPlainPort, PlainAtTlsPort, TlsExpiresSoon, TlsUnverified,
        GrpcAtHttpPort, HttpAtGrpcPort, NotHttp,
        PathMissing, PathDoubled, PathUnknown, MethodRefused, ServiceMissing,
        Redirected, WebPage, Unauthenticated, Forbidden,
        TooLarge, NoAnswer, ServerFailed, Refused, Throttled, NotOtlp,
        ClockSkew, ServerOld, ServerUnknown, NotAStore,
        ExperimentMissing, ExperimentDeleted, ExperimentForbidden, ExperimentUnchecked,
    ];

    private static FindingKind Error(string code, string check) => new(code, check, FindingOutcome.Error);

    private static FindingKind Warning(string code, string check) => new(code, check, FindingOutcome.Warning);
}
