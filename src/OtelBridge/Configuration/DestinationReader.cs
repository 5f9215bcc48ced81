using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using OtelBridge.Export;

namespace OtelBridge.Configuration;

/// <summary>Reads what is set for one named destination: code, then <c>Mlflow:Destinations:NAME</c>, then variables where it has some.</summary>
internal sealed class DestinationReader(SettingsReader all, string name)
{
    /// <summary>Gets the reader of the whole section.</summary>
    public SettingsReader All { get; } = all;

    public string Name { get; } = name;

    public string Key(string setting) => ConfigurationPath.Combine(nameof(MlflowTracingOptions.Destinations), Name, setting);

    public bool TryRead<T>(
        string? code, string setting, string[] environment, SettingsReader.Parse<T> parse, string fallback, [NotNullWhen(true)] out T? value, bool isSecret = false) =>
        All.TryRead(code, Key(setting), environment, parse, fallback, out value, isSecret);

    public string? Text(string? code, string setting, string[] environment, bool isSecret = false) =>
        TryRead(code, setting, environment, SettingParsers.Text, string.Empty, out string? text, isSecret) ? text : null;

    public TlsSettings Tls(ExportDestinationOptions options, string[] certificate, string[] clientCertificate, string[] clientKey, string[]? insecure = null) => new(
        Text(options.CertificatePath, nameof(options.CertificatePath), certificate),
        Text(options.ClientCertificatePath, nameof(options.ClientCertificatePath), clientCertificate),
        Text(options.ClientKeyPath, nameof(options.ClientKeyPath), clientKey),
        TryRead<bool>(options.InsecureTls?.ToString(), nameof(options.InsecureTls), insecure ?? [], SettingParsers.Boolean, "false", out var value) && value);
}
