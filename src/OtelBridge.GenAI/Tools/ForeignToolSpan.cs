using System.Diagnostics;
using OtelBridge.Tracing;

namespace OtelBridge.GenAI.Tools;

/// <summary>The span that whoever invokes functions has made of the very call that is about to run.</summary>
internal static class ForeignToolSpan
{
    private const string FunctionInvocation = "Experimental.Microsoft.Extensions.AI";

    /// <summary>The current span when it says this call and nobody has taken it yet; else null.</summary>
    public static Activity? Of(Activity? current, string spanName) =>
        current is { IsAllDataRequested: true, IsStopped: false }
        && current.Source.Name is FunctionInvocation or SpanSource.Name
        && current.DisplayName == spanName
        && InstrumentedCall.OperationOf(current) is null
            ? current
            : null;
}
