using System.Globalization;
using OtelBridge.Export;
using OtelBridge.Export.Writing;

namespace OtelBridge.Configuration;

/// <summary>Decides how much of a span one destination gets: OpenTelemetry's limits for a collector, all of it for others.</summary>
/// <remarks>Source: OpenTelemetry's specification of span limits. Its variables, defaults and the way they cut are the official exporter's.</remarks>
internal sealed class SpanLimitsFactory(DestinationReader reader)
{
    private const int DefaultCount = 128;

    public SpanTrim Create(ExportDestinationOptions options, ExportDestinationKind kind)
    {
        var limits = kind == ExportDestinationKind.Collector ? OfOpenTelemetry() : SpanTrim.None;
        return reader.TryRead<int>(
            options.MaxValueLength?.ToString(CultureInfo.InvariantCulture), nameof(options.MaxValueLength), [], SettingParsers.PositiveInteger, "no limit", out var length)
            ? limits with { MaxValueLength = length, IsMarked = true }
            : limits;
    }

    private SpanTrim OfOpenTelemetry()
    {
        var attributes = Read(EnvironmentKeys.AttributeCountLimit) ?? DefaultCount;
        return SpanTrim.None with
        {
            MaxValueLength = Read(EnvironmentKeys.SpanAttributeValueLengthLimit) ?? Read(EnvironmentKeys.AttributeValueLengthLimit) ?? int.MaxValue,
            MaxAttributes = Read(EnvironmentKeys.SpanAttributeCountLimit) ?? attributes,
            MaxEvents = Read(EnvironmentKeys.SpanEventCountLimit) ?? DefaultCount,
            MaxLinks = Read(EnvironmentKeys.SpanLinkCountLimit) ?? DefaultCount,
            MaxEventAttributes = Read(EnvironmentKeys.EventAttributeCountLimit) ?? attributes,
            MaxLinkAttributes = Read(EnvironmentKeys.LinkAttributeCountLimit) ?? attributes,
            IsMarked = false,
        };
    }

    private int? Read(string variable) =>
        reader.All.TryRead<int>(null, variable, [variable], SettingParsers.Count, "the default", out var count) ? count : null;
}
