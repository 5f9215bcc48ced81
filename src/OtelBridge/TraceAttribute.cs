namespace OtelBridge;

/// <summary>Traces every call of a method: a span with the arguments as inputs and the result as outputs, as MLflow's <c>@mlflow.trace</c> does.</summary>
/// <remarks>
/// <para>
/// The span is put into the method itself after compilation, so every caller is traced: through interfaces, delegates, reflection and routes too.
/// While nobody listens a call costs a few nanoseconds and allocates nothing.
/// </para>
/// <para>
/// The span of a method that returns a <see cref="Task"/> or <see cref="ValueTask"/> ends with the task. An iterator, or a method that returns
/// a sequence which is not held in memory, has a span for each enumeration, with an event for each item, that ends with it.
/// Where a method cannot be traced, the build warns with the reason; see docs/decorator.md.
/// </para>
/// <para>
/// Arguments and results may carry personal data and secrets: they are recorded as they are, unless <see cref="CaptureInputs"/>,
/// <see cref="CaptureOutputs"/> or <see cref="TraceIgnoreAttribute"/> say otherwise.
/// </para>
/// </remarks>
/// <example><code>[Trace(SpanType = SpanType.Retriever)] public Task&lt;Document[]&gt; SearchAsync(string question, int k = 3)</code></example>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class TraceAttribute : Attribute
{
    /// <summary>Traces the method under its own name.</summary>
    public TraceAttribute()
    {
    }

    /// <summary>Traces the method under another name.</summary>
    /// <param name="name">Name of the span.</param>
    public TraceAttribute(string name) => Name = name;

    /// <summary>Gets or sets the name of the span.</summary>
    /// <value>The default, null, means the name of the method, local function or property.</value>
    public string? Name { get; set; }

    /// <summary>Gets or sets what kind of operation the span is: one of <see cref="OtelBridge.SpanType"/> or any text.</summary>
    /// <value>The default is <see cref="OtelBridge.SpanType.Unknown"/>.</value>
    public string SpanType { get; set; } = OtelBridge.SpanType.Unknown;

    /// <summary>Gets or sets whether the arguments are recorded.</summary>
    /// <value>The default is true.</value>
    public bool CaptureInputs { get; set; } = true;

    /// <summary>Gets or sets whether the result, or the items of a stream, are recorded.</summary>
    /// <value>The default is true.</value>
    public bool CaptureOutputs { get; set; } = true;

    /// <summary>Gets or sets what makes one output of the items of a stream: a class with a parameterless constructor, and <see cref="IOutputReducer{T}"/>.</summary>
    /// <value>The default, null, records the list of the items.</value>
    /// <remarks>For methods that return a sequence only; on others the build warns, and the reducer is left aside.</remarks>
    public Type? OutputReducer { get; set; }

    /// <summary>Gets or sets how many items of a stream become an event each; the others are counted.</summary>
    /// <value>The default is 1,000.</value>
    /// <remarks>All texts of the items together are bounded by <see cref="MlflowTracingOptions.MaxContentBytes"/> besides.</remarks>
    public int MaxChunkEvents { get; set; } = 1000;
}
