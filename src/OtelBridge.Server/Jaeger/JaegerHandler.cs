namespace OtelBridge.Server.Jaeger;

/// <summary>Answers one call of Jaeger's query API.</summary>
internal delegate Task JaegerHandler(JaegerCall call);
