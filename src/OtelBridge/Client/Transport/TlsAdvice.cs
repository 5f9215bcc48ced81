using System.Security.Authentication;

namespace OtelBridge.Client.Transport;

/// <summary>What to do when a connection with TLS fails, in the same words over every wire.</summary>
internal static class TlsAdvice
{
    public const string ClientCertificate =
        "The server wants a certificate of the client that it knows: MLFLOW_TRACKING_CLIENT_CERT_PATH for a tracking server, OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE and _CLIENT_KEY for a collector, ClientCertificatePath for a named destination.";

    /// <summary>Whether a failure is one of TLS, which repeating does not mend.</summary>
    public static bool IsTls(Exception? failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            // A line that breaks while the two introduce themselves says nothing of certificates.
            if (cause is AuthenticationException or HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError, InnerException: not IOException } || IsAlert(cause))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What failed and a sentence of what to do; empty when it was not TLS.</summary>
    public static string Of(Exception? failure)
    {
        if (!IsTls(failure))
        {
            return string.Empty;
        }

        // The causes say it one inside the other, and only in words.
        var text = string.Join(' ', Causes(failure).Select(static cause => cause.Message));
        var innermost = Causes(failure).Last().Message;
        return $" TLS: {innermost.TrimEnd('.')}. {Advice(text)}";
    }

    private static string Advice(string text)
    {
        if (Has(text, "NotTimeValid"))
        {
            return "The server's certificate has expired or is not valid yet: renew it, and check the clocks of both machines.";
        }

        if (Has(text, "RemoteCertificateNameMismatch"))
        {
            return "The server's certificate is for another host: use the name that it was made for, or one that names this host.";
        }

        if (Has(text, "certificate required") || Has(text, "CertificateRequired") || Has(text, "bad certificate") || Has(text, "HandshakeFailure") || Has(text, "unknown ca") || Has(text, "UnknownCA"))
        {
            return ClientCertificate;
        }

        if (Has(text, "UntrustedRoot") || Has(text, "PartialChain") || Has(text, "RemoteCertificateChainErrors"))
        {
            return "Nobody that is trusted here signed the server's certificate: name its authority's (PEM) by MLFLOW_TRACKING_SERVER_CERT_PATH for a tracking server, OTEL_EXPORTER_OTLP_CERTIFICATE for a collector, CertificatePath for a named destination.";
        }

        return Has(text, "frame size") || Has(text, "corrupted frame") || Has(text, "wrong version number")
            ? "The server does not speak TLS at this port: begin the address with http:// or grpc://, or use its port for TLS."
            : "Check the certificates of both sides, and that the port is one for TLS.";
    }

    private static bool IsAlert(Exception cause) => Has(cause.Message, "certificate required") || Has(cause.Message, "tlsv1") || Has(cause.Message, "sslv3 alert");

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<Exception> Causes(Exception? failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}
