namespace OtelBridge.Testing;

/// <summary>What a golden trace leaves out, beyond ids, times, durations, versions, prices, the chunks of streams and stack traces, which it never has.</summary>
public sealed class GoldenTraceOptions
{
    /// <summary>Gets the keys of attributes that are not compared; <c>*</c> stands for any text: <c>server.*</c>. Session and user of the trace are <c>mlflow.trace.session</c> and <c>mlflow.trace.user</c>.</summary>
    public IList<string> IgnoredAttributes { get; } = [];

    /// <summary>Gets the places of values that are not compared, as JSON paths from the span on: <c>$.inputs.now</c>, <c>$.outputs..id</c>, <c>$.attributes['order.number']</c>.</summary>
    /// <remarks>Names, <c>*</c>, indexes and <c>..</c> are understood. That there is a value is compared all the same: the file says <c>"(ignored)"</c> in its place.</remarks>
    public IList<string> IgnoredPaths { get; } = [];
}
