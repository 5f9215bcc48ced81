using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using OtelBridge.Attributes;
using OtelBridge.Configuration;

namespace OtelBridge.Export.Sampling;

/// <summary>Says for what a trace is kept, whatever the ratio.</summary>
internal sealed class KeepRules(SamplingSettings settings)
{
    /// <summary>What says tokens or costs is short; a longer text says something else.</summary>
    private const int MaxText = 2048;

    /// <summary>Notes what a span of the trace says.</summary>
    public void Note(TraceFindings findings, Activity span)
    {
        findings.HasError |= span.Status == ActivityStatusCode.Error;
        if (settings.KeepMoreTokensThan is not null)
        {
            findings.Tokens += Tokens(span);
        }

        if (settings.KeepCostlierThan is not null)
        {
            findings.Cost += Cost(span);
        }
    }

    /// <summary>Whether the trace is to be kept, whose outermost span has ended.</summary>
    public bool Keep(TraceFindings findings, Activity root) =>
        (settings.KeepErrors && (findings.HasError || root.GetTagItem(MlflowKeys.TraceState) is "ERROR"))
        || root.Duration > settings.KeepSlowerThan
        || findings.Tokens > settings.KeepMoreTokensThan
        || findings.Cost > settings.KeepCostlierThan;

    private static double Tokens(Activity span) =>
        Member(span, MlflowKeys.ChatTokenUsage, MlflowKeys.TotalTokens)
        ?? Number(span.GetTagItem(GenAiKeys.TotalTokens))
        ?? (Number(span.GetTagItem(GenAiKeys.InputTokens)) + Number(span.GetTagItem(GenAiKeys.OutputTokens)))
        ?? Number(span.GetTagItem(OpenInferenceKeys.TotalTokens))
        ?? 0;

    private static double Cost(Activity span) =>
        Member(span, MlflowKeys.LlmCost, MlflowKeys.TotalCost) ?? Number(span.GetTagItem(GenAiKeys.Cost)) ?? Number(span.GetTagItem(OpenInferenceKeys.TotalCost)) ?? 0;

    private static double? Number(object? value)
    {
        var number = value switch
        {
            int n => n,
            long n => n,
            double n => n,
            float n => n,
            decimal n => (double)n,
            string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) => n,
            _ => double.NaN,
        };
        // What is no number, or less than nothing, must not hide what others say.
        return number is >= 0 and < double.PositiveInfinity ? number : null;
    }

    private static double? Member(Activity span, string key, string member)
    {
        if (span.GetTagItem(key) is not string { Length: <= MaxText } text)
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.Number
                ? Number(value.GetDouble())
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}
