namespace OtelBridge;

/// <summary>What is traced of model calls, see <see cref="MlflowTracingOptions.GenAI"/>.</summary>
public sealed class MlflowGenAIOptions
{
    /// <summary>Gets or sets whether messages, arguments, results, documents and vectors' texts are recorded.</summary>
    /// <value>The default is true, as in MLflow.</value>
    /// <remarks>Environment: <c>OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT</c>. What a program sets on spans itself is not touched.</remarks>
    public bool? CaptureContent { get; set; }

    /// <summary>Gets or sets what changes each text before it is recorded: of messages, of arguments, of results and of exceptions.</summary>
    /// <value>The default is none.</value>
    /// <remarks>It takes a text and returns what is recorded instead; null hides it. One that throws hides it too. It runs on the calling thread and may be called by several at once.
    /// Files, whose text it would not see, are recorded by type, size and SHA-256 alone.</remarks>
    public Func<string, string?>? RedactText { get; set; }

    /// <summary>Gets or sets the largest picture, sound or file that is recorded as it is, in bytes; of a larger one its type, size and SHA-256 are.</summary>
    /// <value>The default is 65,536.</value>
    public int? MaxMediaBytes { get; set; }

    /// <summary>Gets or sets how many chunks of a streamed answer become events of its span; of the rest only the number is recorded.</summary>
    /// <value>The default is 1,000.</value>
    public int? MaxChunkEvents { get; set; }

    /// <summary>Gets or sets which libraries' own spans are traced.</summary>
    /// <value>The default is <see cref="GenAILibraries.All"/>.</value>
    public GenAILibraries? Libraries { get; set; }

    /// <summary>Gets or sets the path of a JSON file of token prices that come before those that the package brings.</summary>
    /// <value>The default is none.</value>
    /// <remarks>
    /// Environment: <c>OTELBRIDGE_PRICES_FILE</c>. It is read once, when tracing starts; of a file that cannot be read, or is no table of
    /// prices, the reason is reported and the built-in prices hold alone.
    /// </remarks>
    public string? PricesFile { get; set; }
}
