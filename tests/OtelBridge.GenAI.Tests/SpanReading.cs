using System.Diagnostics;
using System.Text.Json;
using OtelBridge.Attributes;

namespace OtelBridge.GenAI.Tests;

/// <summary>What is on a span, as a test asks for it.</summary>
internal static class SpanReading
{
    public static string? Text(this Activity span, string key) => span.GetTagItem(key) as string;

    public static string? Type(this Activity span) => span.Text(MlflowKeys.SpanType);

    public static JsonElement Inputs(this Activity span) => span.Json(MlflowKeys.SpanInputs);

    public static JsonElement Outputs(this Activity span) => span.Json(MlflowKeys.SpanOutputs);

    public static JsonElement Json(this Activity span, string key) => JsonDocument.Parse(span.Text(key).ShouldNotBeNull($"{key} is not set")).RootElement;

    /// <summary>The JSON text without a reader's doubts about its form.</summary>
    public static string Compact(this JsonElement value) => value.GetRawText();

    public static ActivityEvent Exception(this Activity span) => span.Events.Single(static e => e.Name == OTelKeys.ExceptionEvent);
}
