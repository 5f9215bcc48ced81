using System.Globalization;
using System.Net;
using System.Net.Sockets;
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Security;
using OtelBridge.Store.Access;
using OtelBridge.Store.Quotas;
using OtelBridge.Store.Storage;
using OtelBridge.Server.Hosting;
using OtelBridge.Server.Tls;
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

    /// <summary>Reads the TLS of the listeners, and its files.</summary>
    public void ReadTls(string? certificate, string? key, string? clientCa, string? clientScope, string? hsts)
    {
        var (certificatePath, _) = Pick("tls-certificate", certificate, EnvironmentKeys.TlsCertificate);
        var (keyPath, keySource) = Pick("tls-key", key, EnvironmentKeys.TlsKey);
        var (authorityPath, authoritySource) = Pick("tls-client-ca", clientCa, EnvironmentKeys.TlsClientCa);
        var (scopeText, scopeSource) = Pick("tls-client-scope", clientScope, EnvironmentKeys.TlsClientScope);
        var (hstsText, hstsSource) = Pick("tls-hsts", hsts, EnvironmentKeys.TlsHsts);
        var scope = TlsClientScope.Ingest;
        if (scopeText is not null && !(Enum.TryParse(scopeText, ignoreCase: true, out scope) && Enum.IsDefined(scope) && char.IsLetter(scopeText[0])))
        {
            _errors.Add($"{scopeSource}: '{scopeText}' is neither 'ingest' nor 'all'.");
        }

        TimeSpan? remembered = hstsText?.Equals(Off, StringComparison.OrdinalIgnoreCase) == true ? TimeSpan.Zero : null;
        if (hstsText is not null && remembered is null && (!RetentionText.TryReadAge(hstsText, out remembered) || remembered is null))
        {
            _errors.Add($"{hstsSource}: '{hstsText}' is not how long browsers remember TLS; write a number with h, d or w, such as 30d, or 'off'.");
        }

        if (certificatePath is null)
        {
            var alone = keyPath is not null ? keySource : authorityPath is not null ? authoritySource : scopeText is not null ? scopeSource : null;
            if (alone is not null)
            {
                // Who asks for TLS and gets none would be worse off than with no server.
                _errors.Add($"{alone}: there is no TLS without a certificate; name one by --tls-certificate.");
            }

            return;
        }

        Options.Tls = new OtelBridgeServerTls
        {
            Certificate = certificatePath,
            Key = keyPath,
            Password = _environment(EnvironmentKeys.TlsPassword),
            ClientCa = authorityPath,
            ClientScope = scope,
            HstsMaxAge = remembered ?? OtelBridgeServerTls.DefaultHstsMaxAge,
        };
        try
        {
            TlsKeeper.Check(Options.Tls, DateTimeOffset.UtcNow);
        }
        catch (ListenException e)
        {
            _errors.Add(e.Message);
        }
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

    /// <summary>Reads who may use the server; after the listeners.</summary>
    public void ReadAccess(bool auth, bool allowEverybody, string? defaultPermission, string? trustedProxies, string? userHeader)
    {
        var access = Options.Access;
        access.IsRequired = auth || IsSet(EnvironmentKeys.Auth);
        access.AllowsEverybody = allowEverybody || IsSet(EnvironmentKeys.AllowEverybody);
        access.AdminPassword = Secret(EnvironmentKeys.AdminPassword);
        if (access.AdminPassword is { Length: < AccessService.MinPasswordLength or > AccessService.MaxPasswordLength })
        {
            _errors.Add($"{EnvironmentKeys.AdminPassword}: a password has {AccessService.MinPasswordLength} to {AccessService.MaxPasswordLength} characters.");
        }

        if (Pick("default-permission", defaultPermission, EnvironmentKeys.DefaultPermission) is { Text: { } text, Source: var source })
        {
            access.DefaultPermission = PermissionNames.TryRead(text.ToUpperInvariant(), out var permission)
                ? permission
                : Fail(default(AccessLevel), $"{source}: '{text}' is not a permission; these are: READ, EDIT, MANAGE, NO_PERMISSIONS.");
        }

        access.UserHeader = Pick("user-header", userHeader, EnvironmentKeys.UserHeader).Text;
        if (Pick("trusted-proxies", trustedProxies, EnvironmentKeys.TrustedProxies) is { Text: { } proxies, Source: var proxySource })
        {
            access.TrustedProxies = [.. proxies.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(proxy => ReadNetwork(proxy, proxySource))];
        }

        if (access.UserHeader is null != (access.TrustedProxies.Count == 0))
        {
            _errors.Add("--user-header and --trusted-proxies belong together: the header is believed from these addresses alone.");
        }

        if (!access.IsRequired && access.UserHeader is not null)
        {
            _errors.Add("--user-header needs --auth.");
        }

        if (_errors.Count == 0 && Options.FindAccessFault() is { } fault)
        {
            _errors.Add(fault);
        }
    }

    /// <summary>Reads how much each caller may ask for.</summary>
    public void ReadQuota(string? option)
    {
        var (text, source) = Pick("quota", option, EnvironmentKeys.Quota);
        try
        {
            Options.Quota = Quota.Parse(text ?? string.Empty);
        }
        catch (FormatException e)
        {
            _errors.Add($"{source}: {e.Message}");
        }
    }

    /// <summary>Gives the text of a setting, and what it is called where it was said. The command line wins over the environment; an empty variable counts as not set, as OpenTelemetry's variables do.</summary>
    public (string? Text, string Source) Pick(string name, string? option, string variable)
    {
        if (option is not null)
        {
            return (option, $"--{name}");
        }

        var value = _environment(variable);
        return (string.IsNullOrWhiteSpace(value) ? null : value.Trim(), variable);
    }

    /// <summary>Gives a variable that has no option, since command lines are seen by everybody on the machine; null when it is not set.</summary>
    public string? Secret(string variable) => _environment(variable) is { Length: > 0 } text ? text : null;

    /// <summary>Says that a setting cannot be.</summary>
    public void Refuse(string error) => _errors.Add(error);

    private IPNetwork ReadNetwork(string text, string source) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128)
        : Fail(default(IPNetwork), $"{source}: '{text}' is not an address; write addresses like 10.0.0.7 or 10.0.0.0/24, with commas between them.");

    private T Fail<T>(T value, string error)
    {
        _errors.Add(error);
        return value;
    }

    private bool IsSet(string variable) => bool.TryParse(_environment(variable), out var value) && value;

    /// <summary>Reads what is written down of who did what.</summary>
    public void ReadAudit(bool audit, string? days)
    {
        Options.Audit.IsOn = audit || IsSet(EnvironmentKeys.Audit);
        var (text, source) = Pick("audit-days", days, EnvironmentKeys.AuditDays);
        if (text is not null)
        {
            Options.Audit.MaxAge = text.Equals("forever", StringComparison.OrdinalIgnoreCase) ? null
                : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= 36_500 ? TimeSpan.FromDays(count)
                : Fail((TimeSpan?)null, $"{source}: '{text}' is not a number of days, 1 to 36500, or 'forever'.");
        }
    }

    /// <summary>Reads the workspaces; after the store and who may use it.</summary>
    public void ReadWorkspaces(IReadOnlyList<string> options)
    {
        var source = options.Count > 0 ? "--workspace" : EnvironmentKeys.Workspaces;
        foreach (var text in options.Count > 0 ? options : WorkspaceDeclarations.Split(_environment(EnvironmentKeys.Workspaces) ?? ""))
        {
            if (!WorkspaceDeclarations.TryRead(text, out var name, out var address))
            {
                _errors.Add($"{source}: a workspace is declared as {WorkspaceDeclarations.Form}, such as team-a=sqlite:team-a.db."); // the text may hold a password
            }
            else if (!Options.Workspaces.TryAdd(name, address))
            {
                _errors.Add($"{source}: the workspace '{name}' is declared twice.");
            }
        }

        _errors.AddRange(WorkspaceDeclarations.FindFaults(Options).Select(fault => $"{source}: {fault}"));
    }

    /// <summary>Reads how much all callers of a workspace may ask for together; after the workspaces.</summary>
    public void ReadWorkspaceQuotas(IReadOnlyList<string> options)
    {
        var source = options.Count > 0 ? "--workspace-quota" : EnvironmentKeys.WorkspaceQuotas;
        foreach (var text in options.Count > 0 ? options : WorkspaceQuotaDeclarations.Split(_environment(EnvironmentKeys.WorkspaceQuotas) ?? ""))
        {
            try
            {
                var (workspace, quota) = WorkspaceQuotaDeclarations.Read(text);
                if (!Options.WorkspaceQuotas.TryAdd(workspace, quota))
                {
                    _errors.Add($"{source}: the quota of the workspace '{workspace}' is said twice.");
                }
            }
            catch (FormatException e)
            {
                _errors.Add($"{source}: {e.Message}");
            }
        }

        _errors.AddRange(WorkspaceQuotaDeclarations.FindFaults(Options).Select(fault => $"{source}: {fault}"));
    }

    /// <summary>Reads how long a stop says that it is one before it closes the listeners.</summary>
    public void ReadDrain(string? option)
    {
        const double Most = 3600;
        var (text, source) = Pick("drain", option, EnvironmentKeys.Drain);
        var seconds = 0.0;
        if (text is not null && (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out seconds) || seconds > Most))
        {
            _errors.Add($"{source}: '{text}' is not a number of seconds up to {Most}.");
            return;
        }

        Options.DrainTime = TimeSpan.FromSeconds(seconds);
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
}
