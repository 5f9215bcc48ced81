namespace OtelBridge.Testing;

/// <summary>A trace is not what a test expects of it. The message shows both.</summary>
/// <remarks>The only exception of the assertions, whatever test framework runs them; a test that throws it fails in all of them.</remarks>
public sealed class TraceAssertionException : Exception
{
    /// <summary>Makes one without a message.</summary>
    public TraceAssertionException()
    {
    }

    /// <summary>Makes one with a message.</summary>
    /// <param name="message">What was expected and what was there.</param>
    public TraceAssertionException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a message and a cause.</summary>
    /// <param name="message">What was expected and what was there.</param>
    /// <param name="innerException">What led to it.</param>
    public TraceAssertionException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
