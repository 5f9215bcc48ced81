namespace OtelBridge.Testing;

/// <summary>A failure of a model call, replayed, of a type that the test kit does not know how to make.</summary>
/// <remarks>Failures of .NET's own types, such as <see cref="HttpRequestException"/> and <see cref="TimeoutException"/>, are replayed as those.</remarks>
public sealed class RecordedModelException : Exception
{
    /// <summary>Makes one without a message.</summary>
    public RecordedModelException()
    {
    }

    /// <summary>Makes one with a message.</summary>
    /// <param name="message">The message of the failure.</param>
    public RecordedModelException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a message and a cause.</summary>
    /// <param name="message">The message of the failure.</param>
    /// <param name="innerException">What led to it.</param>
    public RecordedModelException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Gets the full name of the type that was thrown when the call was recorded.</summary>
    public string OriginalType { get; init; } = string.Empty;
}
