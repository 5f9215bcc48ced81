namespace OtelBridge.Testing.Tests.Golden;

/// <summary>Comparing as something that can be expected to fail.</summary>
internal static class GoldenActions
{
    public static Action WithGolden(this CapturedTrace trace, string file, GoldenTraceOptions? options = null) => () => trace.ShouldMatchGolden(file, options);
}
