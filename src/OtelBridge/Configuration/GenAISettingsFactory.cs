using System.Globalization;
using OtelBridge.Costs;
using OtelBridge.Pricing;

namespace OtelBridge.Configuration;

/// <summary>Decides what is traced of model calls.</summary>
internal sealed class GenAISettingsFactory(SettingsReader reader)
{
    private const string Section = nameof(MlflowTracingOptions.GenAI) + ":";

    private static readonly GenAISettings Defaults = new();

    public GenAISettings Create(MlflowGenAIOptions options) => new()
    {
        CaptureContent = !reader.TryRead<bool>(
            options.CaptureContent?.ToString(), Section + nameof(options.CaptureContent), [EnvironmentKeys.CaptureMessageContent], SettingParsers.ContentCapture, "true", out var captures) || captures,
        RedactText = options.RedactText,
        MaxMediaBytes = Count(options.MaxMediaBytes, nameof(options.MaxMediaBytes), Defaults.MaxMediaBytes),
        MaxChunkEvents = Count(options.MaxChunkEvents, nameof(options.MaxChunkEvents), Defaults.MaxChunkEvents),
        Libraries = Libraries(options),
        OwnPrices = reader.TryRead<PriceTable>(
            options.PricesFile, Section + nameof(options.PricesFile), [EnvironmentKeys.PricesFile], PricesFile.TryRead, "the built-in prices", out var prices)
            ? prices.Over(PriceTable.Default)
            : null,
    };

    public GenAILibraries Libraries(MlflowGenAIOptions options) => reader.TryRead<GenAILibraries>(
        options.Libraries?.ToString(), Section + nameof(options.Libraries), [], SettingParsers.Libraries, nameof(GenAILibraries.All), out var libraries) ? libraries : Defaults.Libraries;

    private int Count(int? code, string name, int fallback) =>
        reader.TryRead<int>(code?.ToString(CultureInfo.InvariantCulture), Section + name, [], SettingParsers.Count, fallback.ToString(CultureInfo.InvariantCulture), out var count) ? count : fallback;
}
