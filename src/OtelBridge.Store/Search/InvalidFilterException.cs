namespace OtelBridge.Store.Search;

/// <summary>A filter or an order that cannot be read: gRPC INVALID_ARGUMENT, HTTP 400.</summary>
/// <param name="message">Where it went wrong, what was expected, and often what was meant.</param>
public sealed class InvalidFilterException(string message) : Exception(message)
{
    /// <summary>Gets the place in the text, from 0; null where the fault is of the whole.</summary>
    public int? Place { get; init; }
}
