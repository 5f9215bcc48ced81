using System.Diagnostics;

namespace OtelBridge.Tracing;

/// <summary>The one activity source that OtelBridge's own spans come from.</summary>
internal static class SpanSource
{
    public const string Name = SpanScope.Name;

    public static ActivitySource Instance { get; } = Create();

    /// <summary>Whether a span that starts now would be heard by anybody.</summary>
    public static bool IsListening => Instance.HasListeners() && TracingSwitch.IsOn && !QuietThread.IsCurrent;

    private static ActivitySource Create()
    {
        UnhandledExceptions.Watch();
        return new ActivitySource(Name, Version());
    }

    private static string Version() => typeof(SpanSource).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}
