using System.Globalization;
using Microsoft.Extensions.Configuration;
using OtelBridge.Configuration;
using OtelBridge.Probing;

namespace OtelBridge.Doctor;

/// <summary>What is odd about the settings.</summary>
internal static class SettingsDiagnosis
{
    private const string Subject = "settings";

    public static IEnumerable<Finding> Of(TracingSettings settings, IConfiguration configuration)
    {
        foreach (var ignored in settings.Ignored)
        {
            yield return TracingFaults.SettingIgnored.At(
                Subject, $"the value '{ignored.Value}' of {ignored.Key} cannot be used: {ignored.Reason}; in its place: {ignored.Fallback}", $"Correct or remove {ignored.Key}.");
        }

        if (settings.Destinations.Count == 0)
        {
            yield return TracingFaults.NoDestination.At(
                "tracing", "spans go nowhere: Export is None, or no destination could be made of the settings", $"Set Export to Auto, and {EnvironmentKeys.TrackingUri} or {EnvironmentKeys.OtlpEndpoint} to an address.");
        }

        if (Zero(settings, configuration) is { } setting)
        {
            yield return TracingFaults.SamplingZero.At(Subject, $"no trace is recorded: {setting}", "Raise the share of traces above 0, or remove the setting.");
        }
    }

    /// <summary>The setting that keeps everything from being recorded; null when there is none.</summary>
    private static string? Zero(TracingSettings settings, IConfiguration configuration)
    {
        if (settings.SamplingRatio is { } ratio)
        {
            return ratio == 0 ? $"the sampling ratio (SamplingRatio, {EnvironmentKeys.SamplingRatio}) is 0" : null;
        }

        var sampler = configuration[EnvironmentKeys.Sampler]?.Trim();
        return sampler switch
        {
            "always_off" or "parentbased_always_off" => $"{EnvironmentKeys.Sampler} is {sampler}",
            "traceidratio" or "parentbased_traceidratio" when
                double.TryParse(configuration[EnvironmentKeys.SamplerArgument], NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share == 0 => $"{EnvironmentKeys.SamplerArgument} is 0",
            _ => null,
        };
    }
}
