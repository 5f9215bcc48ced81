using OtelBridge.Server.Configuration;
using OtelBridge.Store.Storage;
using OtelBridge.Server.Hosting;
using OtelBridge.Store.Retention;

namespace OtelBridge.Server.Commands;

/// <summary>Turns the texts of the command line and the environment into server options; collects every error instead of stopping at the first.</summary>
internal sealed class ServeSettings
{
    private const string Off = "off";

    private readonly Func<string, string?> _environment;
    private readonly List<string> _errors = []; // at most one per setting and pair of listeners

    /// <param name="environment">Reads a variable; null when it is not set.</param>
    public ServeSettings(Func<string, string?> environment) => _environment = environment;

    public OtelBridgeServerOptions Options { get; } = new();

    public IReadOnlyList<string> Errors => _errors;

    public void Read(string? store, string? grpc, string? otlpHttp, string? http)
    {
        ReadStore(store);
        Options.Grpc = ReadListener(ListenerNames.Grpc, grpc, EnvironmentKeys.Grpc, Options.Grpc);
        Options.OtlpHttp = ReadListener(ListenerNames.OtlpHttp, otlpHttp, EnvironmentKeys.OtlpHttp, Options.OtlpHttp);
        Options.Http = ReadListener(ListenerNames.Http, http, EnvironmentKeys.Http, Options.Http);
    }

    /// <summary>Reads where other tools read from the store, and checks all listeners together.</summary>
    public void ReadViewers(string? jaeger, string? zipkin)
    {
        Options.Jaeger = ReadListener(ListenerNames.Jaeger, jaeger, EnvironmentKeys.Jaeger, Options.Jaeger);
        Options.Zipkin = ReadListener(ListenerNames.Zipkin, zipkin, EnvironmentKeys.Zipkin, Options.Zipkin);
        CheckTogether();
    }

    /// <summary>Reads the path that the pages lie under.</summary>
    public void ReadPathPrefix(string? option)
    {
        var (text, source) = Pick("path-prefix", option, EnvironmentKeys.PathPrefix);
        if (!PathPrefix.TryParse(text ?? "", out var prefix))
        {
            _errors.Add($"{source}: '{text}' is not a path; write one like {PathPrefix.Form}.");
            return;
        }

        Options.PathPrefix = prefix;
    }

    public void ReadRetention(string? age, string? size)
    {
        var (ageText, ageSource) = Pick("retain", age, EnvironmentKeys.Retain);
        var (sizeText, sizeSource) = Pick("retain-size", size, EnvironmentKeys.RetainSize);
        var (maxAge, maxBytes) = ((TimeSpan?)null, (long?)null);
        if (ageText is not null && !RetentionText.TryReadAge(ageText, out maxAge))
        {
            _errors.Add($"{ageSource}: '{ageText}' is not an age; write {RetentionText.AgeForm}.");
        }

        if (sizeText is not null && !RetentionText.TryReadSize(sizeText, out maxBytes))
        {
            _errors.Add($"{sizeSource}: '{sizeText}' is not a size; write {RetentionText.SizeForm}.");
        }

        Options.Retention = new RetentionLimits(maxAge, maxBytes);
    }

    /// <summary>Reads what tokens cost.</summary>
    public void ReadPrices(string? option)
    {
        var (path, source) = Pick("prices", option, EnvironmentKeys.PricesFile);
        if (path is null)
        {
            return;
        }

        try
        {
            Options.Prices = PriceFile.Load(path, source);
        }
        catch (UsageException e)
        {
            _errors.AddRange(e.Errors);
        }
    }

    /// <summary>Reads what is masked. Rules that cannot be used stop the start: nobody would know what is stored.</summary>
    public void ReadMasking(string? option)
    {
        var (path, source) = Pick("mask", option, EnvironmentKeys.Mask);
        try
        {
            Options.Masking = path is null ? null : MaskFile.Load(path, source, _environment);
        }
        catch (UsageException e)
        {
            _errors.AddRange(e.Errors);
        }
    }

    private void ReadStore(string? option)
    {
        var (text, source) = Pick("store", option, EnvironmentKeys.Store);
        if (text is null)
        {
            return;
        }

        Options.Store = text;
        if (TraceStores.FindFault(text) is { } fault)
        {
            _errors.Add($"{source}: {fault}");
        }
    }

    private ListenAddress? ReadListener(string name, string? option, string variable, ListenAddress? fallback)
    {
        var (text, source) = Pick(name, option, variable);
        if (text is null)
        {
            return fallback;
        }

        if (text.Equals(Off, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if (!ListenAddress.TryParse(text, out var address))
        {
            _errors.Add($"{source}: '{text}' is not an address to listen on; write HOST:PORT with an IP address, localhost or *, or 'off'.");
        }

        return address;
    }

    private void CheckTogether()
    {
        var listeners = Options.Listeners().ToList();
        if (listeners.Count == 0 && _errors.Count == 0)
        {
            _errors.Add("Every listener is off; leave at least one on.");
        }

        foreach (var twice in listeners.Where(static l => l.Address.Port != 0).GroupBy(static l => l.Address).Where(static g => g.Count() > 1))
        {
            var names = string.Join(" and ", twice.Select(static l => ListenerNames.Of(l.Role)));
            _errors.Add($"{names} both listen on {twice.Key}; give each a port of its own.");
        }
    }

    // The command line wins over the environment. An empty variable counts as not set, as OpenTelemetry's variables do.
    private (string? Text, string Source) Pick(string name, string? option, string variable)
    {
        if (option is not null)
        {
            return (option, $"--{name}");
        }

        var value = _environment(variable);
        return (string.IsNullOrWhiteSpace(value) ? null : value.Trim(), variable);
    }
}
