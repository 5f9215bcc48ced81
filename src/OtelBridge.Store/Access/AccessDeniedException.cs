namespace OtelBridge.Store.Access;

/// <summary>The caller may not do this. The message is for the caller, and names nothing that is hidden from them.</summary>
public sealed class AccessDeniedException(string message) : Exception(message);
