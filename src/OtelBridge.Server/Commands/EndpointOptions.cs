using System.CommandLine;
using System.Globalization;
using OtelBridge.Probing;

namespace OtelBridge.Server.Commands;

/// <summary>The options that say which address <c>doctor --endpoint</c> looks at, and how.</summary>
internal sealed class EndpointOptions
{
    private const int DefaultStorePort = 4317;
    private const string Grpc = "grpc";
    private const string Http = "http/protobuf";

    private readonly Option<string?> _endpoint = new("--endpoint")
    {
        HelpName = "URI",
        Description = "Looks at an address that spans are sent to, instead of a store: grpc://HOST:PORT (grpcs://) for an OtelBridge store, http://… (https://) for a collector or an MLflow server. It gets a request without spans.",
    };

    private readonly Option<string?> _protocol = new("--protocol") { HelpName = $"{Grpc}|{Http}", Description = "How spans are sent there. [default: found out]" };

    private readonly Option<string?> _headers = new("--headers") { HelpName = "KEY=VALUE,…", Description = "Headers of every request, as in OTEL_EXPORTER_OTLP_HEADERS. Never shown." };

    private readonly ClientTlsOptions _tls = new();

    private readonly Option<string?> _experiment = new("--experiment-id") { HelpName = "ID", Description = "The experiment that must exist there. [default: the server's default experiment]" };

    private readonly Option<double> _timeout = new("--timeout") { HelpName = "SECONDS", Description = "The longest it may take.", DefaultValueFactory = static _ => 10 };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_endpoint, _protocol, _headers, .. _tls.All, _experiment, _timeout])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Whether an address is to be looked at.</summary>
    /// <exception cref="UsageException">Options of an address are given without one.</exception>
    public bool IsGiven(ParseResult parsed)
    {
        if (parsed.GetValue(_endpoint) is not null)
        {
            return true;
        }

        var alone = ((Option<string?>[])[_protocol, _headers, .. _tls.All, _experiment]).Where(option => parsed.GetValue(option) is not null).ToList();
        return alone.Count == 0 ? false : throw new UsageException($"{alone[0].Name} belongs to --endpoint, which is missing.");
    }

    public TimeSpan Timeout(ParseResult parsed)
    {
        var seconds = parsed.GetValue(_timeout);
        return seconds is > 0 and <= 3600 ? TimeSpan.FromSeconds(seconds) : throw new UsageException("--timeout is a number of seconds above 0, at most 3600.");
    }

    /// <summary>The target, and whether its protocol is still to be found out.</summary>
    /// <exception cref="UsageException">What is given cannot be used.</exception>
    public (ProbeTarget Target, bool IsOpen) Read(ParseResult parsed)
    {
        var text = parsed.GetValue(_endpoint)!; // asked for by IsGiven
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.Scheme is not ("grpc" or "grpcs" or "http" or "https"))
        {
            throw new UsageException("--endpoint is an address: grpc://HOST:PORT, grpcs://HOST:PORT, http://HOST:PORT/PATH or https://HOST:PORT/PATH.");
        }

        var protocol = parsed.GetValue(_protocol);
        if (protocol is not (null or Grpc or Http))
        {
            throw new UsageException($"--protocol is {Grpc} or {Http}.");
        }

        var isStore = uri.Scheme.StartsWith(Grpc, StringComparison.Ordinal);
        if (isStore && protocol == Http)
        {
            throw new UsageException($"An address that begins with {uri.Scheme}:// is spoken to over gRPC; write http:// or https:// for {Http}.");
        }

        var target = new ProbeTarget
        {
            Name = "endpoint",
            Kind = isStore ? ProbeTargetKind.Store : ProbeTargetKind.Collector,
            Endpoint = isStore ? new UriBuilder(uri.Scheme == "grpcs" ? Uri.UriSchemeHttps : Uri.UriSchemeHttp, uri.Host, uri.Port > 0 ? uri.Port : DefaultStorePort).Uri : uri,
            IsGrpc = isStore || protocol == Grpc,
            Headers = Headers(parsed.GetValue(_headers)),
            ExperimentId = parsed.GetValue(_experiment),
            ConfigureTls = _tls.Read(parsed),
        };
        return (protocol == Http ? EndpointRecognition.WithPath(target) : target, !isStore && protocol is null);
    }

    private static KeyValuePair<string, string>[] Headers(string? text)
    {
        var pairs = (text ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        // Whatever cannot be read may be a secret: it is not repeated.
        return [.. pairs.Select(static (pair, number) => pair.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
            ? KeyValuePair.Create(Uri.UnescapeDataString(pair[..at]).Trim().ToLowerInvariant(), Uri.UnescapeDataString(pair[(at + 1)..]).Trim())
            : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"Header {number + 1} of --headers is not of the form KEY=VALUE.")))];
    }
}
