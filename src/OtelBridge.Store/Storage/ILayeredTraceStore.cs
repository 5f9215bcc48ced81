namespace OtelBridge.Store.Storage;

/// <summary>A store that lets requests through to another one, to some, or after a while.</summary>
public interface ILayeredTraceStore : ITraceStore
{
    /// <summary>Gets the store behind it.</summary>
    ITraceStore Inner { get; }
}
