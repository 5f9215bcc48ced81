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

    /// <param name="options">What is set in code.</param>
    /// <param name="host">What the host of the program has decided, when there is one.</param>
    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE: an address or a time cannot be used.</exception>
    public static TrackingSettings Resolve(MlflowClientOptions options, TrackingSettings? host = null)
    {
        var settings = host ?? RunningExporters.Tracking ?? Read(new ConfigurationBuilder().AddEnvironmentVariables().Build(), options.TrackingUri is null);
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

    /// <summary>Reads a configuration as tracing does, but for an address that cannot be used.</summary>
    /// <remarks>Tracing passes over it, since it must not stop a program. A question must not go to another server than the one that was meant.</remarks>
    public static TrackingSettings Read(IConfiguration configuration, bool isAddressUsed)
    {
        var section = ConfigurationPath.Combine(SettingsReader.Section, nameof(MlflowTracingOptions.TrackingUri));
        foreach (var key in isAddressUsed ? [section, EnvironmentKeys.TrackingUri] : Array.Empty<string>())
        {
            if (configuration[key] is { } text && !string.IsNullOrWhiteSpace(text))
            {
                Parse(text, $"The value of {key}");
                break;
            }
        }

        return new TrackingSettingsFactory(new SettingsReader(configuration)).Create(new MlflowTracingOptions());
    }

    public static ITrackingTransport Connect(TrackingSettings settings, MlflowClientOptions options) =>
        settings.Address.Wire == TrackingWire.Rest
            ? new RestTransport(settings.Address.Uri, settings.Rest, options.TimeProvider ?? TimeProvider.System, options.Handler)
            : new GrpcTransport(settings.Address.Uri, options.Timeout ?? GrpcTimeout, settings.Rest, options.Handler);

    private static TrackingAddress Parse(string text, string what) => TrackingAddress.TryParse(text.Trim(), out var address, out var reason)
        ? address
        : throw new MlflowException($"{what}, '{Redaction.Value(text)}', cannot be used: {reason}.", MlflowErrorCode.InvalidParameterValue);
}
