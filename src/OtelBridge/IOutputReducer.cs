namespace OtelBridge;

/// <summary>Makes one output of the items of a stream, such as the text of its pieces; see <see cref="TraceAttribute.OutputReducer"/>.</summary>
/// <typeparam name="T">Type of the items.</typeparam>
/// <remarks>One instance serves all calls, so it must not keep state. When it throws, the list of the items is recorded, as in MLflow.</remarks>
public interface IOutputReducer<in T>
{
    /// <summary>Returns what to record as the outputs of the span.</summary>
    /// <param name="items">The items in the order in which the stream yielded them, at most 100,000.</param>
    object? Reduce(IReadOnlyList<T> items);
}
