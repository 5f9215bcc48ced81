using System.CommandLine;
using OtelBridge.Server.Configuration;

namespace OtelBridge.Server.Commands;

/// <summary>The options of <c>serve</c> about TLS.</summary>
internal sealed class ServeTlsOptions
{
    private readonly Option<string?> _certificate = new("--tls-certificate")
    {
        HelpName = "FILE",
        Description = $"TLS on every listener, with this certificate: PEM, those between it and the root after it, or PKCS #12. Read again when it changes. [default: no TLS; variable {EnvironmentKeys.TlsCertificate}]",
    };

    private readonly Option<string?> _key = new("--tls-key")
    {
        HelpName = "FILE",
        Description = $"The certificate's key, PEM; its password is in {EnvironmentKeys.TlsPassword}. [default: in the file of the certificate; variable {EnvironmentKeys.TlsKey}]",
    };

    private readonly Option<string?> _clientCa = new("--tls-client-ca")
    {
        HelpName = "FILE",
        Description = $"Lets in only clients with a certificate signed under a root of this file, PEM. [default: clients need none; variable {EnvironmentKeys.TlsClientCa}]",
    };

    private readonly Option<string?> _clientScope = new("--tls-client-scope")
    {
        HelpName = "ingest|all",
        Description = $"Where clients need a certificate: at grpc, otlp-http and zipkin, or at every listener. [default: ingest; variable {EnvironmentKeys.TlsClientScope}]",
    };

    private readonly Option<string?> _hsts = new("--tls-hsts")
    {
        HelpName = "AGE|off",
        Description = $"How long browsers remember that this host, on any port, is spoken to over TLS only. [default: 365d; variable {EnvironmentKeys.TlsHsts}]",
    };

    public void AddTo(Command command)
    {
        foreach (var option in new[] { _certificate, _key, _clientCa, _clientScope, _hsts })
        {
            command.Options.Add(option);
        }
    }

    public void Read(ParseResult parsed, ServeSettings settings) => settings.ReadTls(
        parsed.GetValue(_certificate), parsed.GetValue(_key), parsed.GetValue(_clientCa), parsed.GetValue(_clientScope), parsed.GetValue(_hsts));
}
