using Microsoft.Extensions.Configuration;
using OtelBridge.Client.Transport;
using OtelBridge.Client.Transport.Grpc;
using OtelBridge.Client.Transport.Rest;
using OtelBridge.Configuration;
using OtelBridge.Diagnostics;
using OtelBridge.Export;

namespace OtelBridge.Client;

/// <summary>Decides for a client, by the one precedence: code, then the running tracing, then the environment, then the default.</summary>
internal static class ClientSettings
{
    private static readonly TimeSpan GrpcTimeout = TimeSpan.FromSeconds(30);

    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE: an address or a time cannot be used.</exception>
    public static TrackingSettings Resolve(MlflowClientOptions options)
    {
        var settings = RunningExporters.Tracking ?? FromEnvironment(options.TrackingUri is null);
        var rest = settings.Rest;
        if (options.Timeout is { } timeout && timeout <= TimeSpan.Zero)
        {
            throw new MlflowException($"The timeout {timeout:c} cannot be used: it is not above 0.", MlflowErrorCode.InvalidParameterValue);
        }

        if (options.MaxRetries is < 0 or > 9)
        {
            throw new MlflowException($"{options.MaxRetries} repetitions cannot be: it is a number from 0 to 9.", MlflowErrorCode.InvalidParameterValue);
        }

        if (options.Token is not null && !SettingParsers.HeaderValue(options.Token, out _, out var reason))
        {
            throw new MlflowException($"The token cannot be used: {reason}.", MlflowErrorCode.InvalidParameterValue);
        }

        return settings with
        {
            Address = options.TrackingUri is null ? settings.Address : Parse(options.TrackingUri, "The tracking address"),
            Rest = rest with
            {
                // Credentials of code are one thing: a token there is not outdone by a name in the environment.
                Username = options.Username ?? (options.Token is null ? rest.Username : null),
                Password = options.Password ?? (options.Token is null ? rest.Password : null),
                Token = options.Token ?? rest.Token,
                Timeout = options.Timeout ?? rest.Timeout,
                MaxRetries = options.MaxRetries ?? rest.MaxRetries,
            },
        };
    }

    public static ITrackingTransport Connect(TrackingSettings settings, MlflowClientOptions options) =>
        settings.Address.Wire == TrackingWire.Rest
            ? new RestTransport(settings.Address.Uri, settings.Rest, options.TimeProvider ?? TimeProvider.System, options.Handler)
            : new GrpcTransport(settings.Address.Uri, options.Timeout ?? GrpcTimeout, options.Handler);

    // Tracing passes over an address that it cannot use, since it must not stop a program. A question must not go to another server than the one that was meant.
    private static TrackingSettings FromEnvironment(bool isAddressUsed)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        if (isAddressUsed && configuration[EnvironmentKeys.TrackingUri] is { } text && !string.IsNullOrWhiteSpace(text))
        {
            Parse(text, $"The value of {EnvironmentKeys.TrackingUri}");
        }

        return new TrackingSettingsFactory(new SettingsReader(configuration)).Create(new MlflowTracingOptions());
    }

    private static TrackingAddress Parse(string text, string what) => TrackingAddress.TryParse(text.Trim(), out var address, out var reason)
        ? address
        : throw new MlflowException($"{what}, '{Redaction.Value(text)}', cannot be used: {reason}.", MlflowErrorCode.InvalidParameterValue);
}
