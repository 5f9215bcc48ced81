namespace OtelBridge.Testing;

/// <summary>A recording has no answer to what the program asked. The message shows the request and the nearest one that was recorded.</summary>
public sealed class ModelRecordingException : Exception
{
    /// <summary>Makes one without a message.</summary>
    public ModelRecordingException()
    {
    }

    /// <summary>Makes one with a message.</summary>
    /// <param name="message">What was asked and what was recorded.</param>
    public ModelRecordingException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a message and a cause.</summary>
    /// <param name="message">What was asked and what was recorded.</param>
    /// <param name="innerException">What led to it.</param>
    public ModelRecordingException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
