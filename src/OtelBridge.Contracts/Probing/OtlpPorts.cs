namespace OtelBridge.Probing;

/// <summary>The ports of OTLP, which are often mixed up.</summary>
internal static class OtlpPorts
{
    public const int Grpc = 4317;
    public const int Http = 4318;
}
