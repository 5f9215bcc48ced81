namespace OtelBridge;

/// <summary>Sets one constant attribute on the spans of a method that carries <see cref="TraceAttribute"/>; may be given several times.</summary>
/// <param name="key">Name of the attribute.</param>
/// <param name="value">Its value; text, booleans and numbers keep their type, everything else becomes JSON text.</param>
/// <example><code>[Trace, TraceAttributeValue("model", "small"), TraceAttributeValue("k", 3)]</code></example>
[AttributeUsage(AttributeTargets.Method, Inherited = false, AllowMultiple = true)]
public sealed class TraceAttributeValueAttribute(string key, object? value) : Attribute
{
    /// <summary>Gets the name of the attribute.</summary>
    public string Key { get; } = key;

    /// <summary>Gets the value of the attribute.</summary>
    public object? Value { get; } = value;
}
