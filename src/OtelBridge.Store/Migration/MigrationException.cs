namespace OtelBridge.Store.Migration;

/// <summary>One store cannot be copied into the other. The message says why, and what to do.</summary>
public sealed class MigrationException(string message, Exception? innerException = null) : Exception(message, innerException);
