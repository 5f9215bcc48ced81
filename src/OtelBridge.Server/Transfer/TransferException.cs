namespace OtelBridge.Server.Transfer;

/// <summary>A file of traces cannot be read or written; the message says what to do.</summary>
internal sealed class TransferException(string message, Exception? innerException = null) : Exception(message, innerException);
