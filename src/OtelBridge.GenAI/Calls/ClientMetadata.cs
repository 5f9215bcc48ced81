using OtelBridge.Diagnostics;

namespace OtelBridge.GenAI.Calls;

/// <summary>Asks a client what it says of itself; its answer is code of the program, and may fail.</summary>
internal static class ClientMetadata
{
    public static TMetadata? Of<TMetadata>(Func<Type, object?, object?> getService)
        where TMetadata : class
    {
        try
        {
            return getService(typeof(TMetadata), null) as TMetadata;
        }
        catch (Exception e)
        {
            BridgeEventSource.Log.SpanCallFailed(typeof(TMetadata).Name, e);
            return null;
        }
    }
}
