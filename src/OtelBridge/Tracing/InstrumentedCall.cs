using System.Diagnostics;

namespace OtelBridge.Tracing;

/// <summary>Marks the spans that our own instrumentation makes of calls, so that what a library below or above says of the same call is not a second span.</summary>
internal static class InstrumentedCall
{
    private const string Property = "otelbridge.call";

    /// <summary>Notes that a span is ours, and of which operation (a value of <c>gen_ai.operation.name</c>).</summary>
    public static void Mark(Activity activity, string operation) => activity.SetCustomProperty(Property, operation);

    /// <summary>The operation of a span that our instrumentation made; null for every other span.</summary>
    public static string? OperationOf(Activity activity) => activity.GetCustomProperty(Property) as string;
}
