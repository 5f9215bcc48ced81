namespace OtelBridge;

/// <summary>Leaves a parameter of a method that carries <see cref="TraceAttribute"/> out of what is recorded.</summary>
/// <example><code>[Trace] public string Ask(string question, [TraceIgnore] string apiKey)</code></example>
[AttributeUsage(AttributeTargets.Parameter, Inherited = false)]
public sealed class TraceIgnoreAttribute : Attribute;
