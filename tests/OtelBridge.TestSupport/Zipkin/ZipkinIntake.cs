namespace OtelBridge.TestSupport.Zipkin;

/// <summary>The ways by which OTLP spans reach Zipkin, which write a few things differently.</summary>
public enum ZipkinIntake
{
    /// <summary>Zipkin takes OTLP itself, as the specification of the Zipkin exporter has it.</summary>
    Otlp,

    /// <summary>The <c>zipkin</c> exporter of the OpenTelemetry Collector.</summary>
    Collector,
}
