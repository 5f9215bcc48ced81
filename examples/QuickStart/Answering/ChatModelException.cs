namespace QuickStart.Answering;

/// <summary>The chat model did not answer; the message is for the person at the screen and says what to do.</summary>
internal sealed class ChatModelException(string message, Exception innerException) : Exception(message, innerException);
