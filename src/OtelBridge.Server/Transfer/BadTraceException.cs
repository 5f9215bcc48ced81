namespace OtelBridge.Server.Transfer;

/// <summary>One trace of a file cannot be read; the others can. The message says what is wrong with it.</summary>
internal sealed class BadTraceException(string message, Exception? innerException = null) : Exception(message, innerException);
