namespace OtelBridge.Configuration;

/// <summary>Decides which tracking server is used and how.</summary>
internal sealed class TrackingSettingsFactory(SettingsReader reader)
{
    private static readonly RestSettings Default = new();

    public TrackingSettings Create(MlflowTracingOptions options)
    {
        var destination = Text(null, "TracingDestination", EnvironmentKeys.TracingDestination, SettingParsers.Identifier, "the experiment of the options");
        var id = destination ?? Text(options.ExperimentId, nameof(options.ExperimentId), EnvironmentKeys.ExperimentId, SettingParsers.Identifier, "the server's default experiment");
        var name = Text(options.ExperimentName, nameof(options.ExperimentName), EnvironmentKeys.ExperimentName, SettingParsers.Text, string.Empty);
        if (id is not null && name is not null && destination is null)
        {
            reader.Ignore(EnvironmentKeys.ExperimentName, name, "the experiment is also given by id", id);
        }

        var address = Address(options.TrackingUri);
        return new TrackingSettings
        {
            Address = address ?? TrackingAddress.Default,
            IsConfigured = address is not null,
            ExperimentId = id,
            ExperimentName = id is null ? name : null,
            IsDestination = destination is not null,
            RunId = Text(null, "RunId", EnvironmentKeys.RunId, SettingParsers.Text, "a new run"),
            Rest = Rest(),
        };
    }

    private TrackingAddress? Address(string? code) =>
        reader.TryRead<TrackingAddress>(
            code, nameof(MlflowTracingOptions.TrackingUri), [EnvironmentKeys.TrackingUri], TrackingAddress.TryParse, "grpc://localhost:4317", out var address)
            ? address
            : null;

    // Names in the section are those of the variables without MLFLOW_: Mlflow:TrackingUsername, Mlflow:HttpRequestTimeout.
    private RestSettings Rest() => new()
    {
        Username = Text(null, "TrackingUsername", EnvironmentKeys.TrackingUsername, SettingParsers.Text, string.Empty, isSecret: true),
        Password = Text(null, "TrackingPassword", EnvironmentKeys.TrackingPassword, SettingParsers.Text, string.Empty, isSecret: true),
        Token = Text(null, "TrackingToken", EnvironmentKeys.TrackingToken, SettingParsers.HeaderValue, "no token", isSecret: true),
        Workspace = Text(null, "Workspace", EnvironmentKeys.Workspace, SettingParsers.HeaderValue, "no workspace"),
        Tls = new TlsSettings(
            Text(null, "TrackingServerCertPath", EnvironmentKeys.TrackingServerCertPath, SettingParsers.Text, string.Empty),
            Text(null, "TrackingClientCertPath", EnvironmentKeys.TrackingClientCertPath, SettingParsers.Text, string.Empty),
            Insecure: reader.TryRead<bool>(null, "TrackingInsecureTls", [EnvironmentKeys.TrackingInsecureTls], SettingParsers.Boolean, "false", out var insecure) && insecure),
        MaxRetries = reader.TryRead<int>(null, "HttpRequestMaxRetries", [EnvironmentKeys.HttpRequestMaxRetries], SettingParsers.Retries, $"{Default.MaxRetries}", out var retries)
            ? retries
            : Default.MaxRetries,
        BackoffFactor = Seconds("HttpRequestBackoffFactor", EnvironmentKeys.HttpRequestBackoffFactor, Default.BackoffFactor),
        BackoffJitter = Seconds("HttpRequestBackoffJitter", EnvironmentKeys.HttpRequestBackoffJitter, Default.BackoffJitter),
        RespectsRetryAfter = !reader.TryRead<bool>(null, "HttpRespectRetryAfterHeader", [EnvironmentKeys.HttpRespectRetryAfter], SettingParsers.Boolean, "true", out var respects) || respects,
        Timeout = TimeSpan.FromSeconds(Math.Max(0.001, Seconds("HttpRequestTimeout", EnvironmentKeys.HttpRequestTimeout, Default.Timeout.TotalSeconds))),
    };

    private string? Text(string? code, string name, string variable, SettingsReader.Parse<string> parse, string fallback, bool isSecret = false) =>
        reader.TryRead(code, name, [variable], parse, fallback, out var text, isSecret) ? text : null;

    private double Seconds(string name, string variable, double fallback) =>
        reader.TryRead<double>(null, name, [variable], SettingParsers.Seconds, $"{fallback}", out var seconds) ? seconds : fallback;
}
