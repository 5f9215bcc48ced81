using OtelBridge.Attributes;
using OtelBridge.Configuration;
using OtelBridge.Export;
using OtelBridge.Otlp;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Tests.Export.Dialects;

/// <summary>A span as a collector gets it that wants certain dialects.</summary>
internal static class TranslatedSpan
{
    /// <summary>Sends one span with inputs and outputs as JSON text.</summary>
    public static Task<Span> OfAsync(SpanDialects dialects, string type, string? inputs, string? outputs, params (string Key, string Value)[] settings) =>
        OfAsync(
            dialects,
            () =>
            {
                using var span = Mlflow.StartSpan("work", type);
                span.Activity!.SetTag(MlflowKeys.SpanInputs, inputs).SetTag(MlflowKeys.SpanOutputs, outputs);
            },
            settings);

    /// <summary>Sends the one span of a body.</summary>
    public static async Task<Span> OfAsync(SpanDialects dialects, Action body, params (string Key, string Value)[] settings)
    {
        await using var collector = await FakeCollector.StartAsync();
        using var tracing = Traced.To(
            [(EnvironmentKeys.OtlpEndpoint, collector.GrpcEndpoint), ("Mlflow:Destinations:collector:Dialects", dialects.ToString()), .. settings]);
        body();
        (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();
        return collector.Spans.ShouldHaveSingleItem();
    }

    /// <summary>The attributes of the span that begin with one of the texts, by key.</summary>
    public static Dictionary<string, string> Said(this Span span, params string[] prefixes) => span.Attributes
        .Where(attribute => prefixes.Any(prefix => attribute.Key.StartsWith(prefix, StringComparison.Ordinal)))
        .ToDictionary(attribute => attribute.Key, attribute => Text(attribute.Value));

    private static string Text(AnyValue value) => value.ValueCase switch
    {
        AnyValue.ValueOneofCase.StringValue => value.StringValue,
        AnyValue.ValueOneofCase.ArrayValue => string.Join(", ", value.ArrayValue.Values.Select(Text)),
        AnyValue.ValueOneofCase.IntValue => value.IntValue.ToString(System.Globalization.CultureInfo.InvariantCulture),
        AnyValue.ValueOneofCase.DoubleValue => value.DoubleValue.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
