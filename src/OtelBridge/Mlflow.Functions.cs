using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using OtelBridge.Decorators;
using OtelBridge.Tracing;

namespace OtelBridge;

/// <content>Functions that are traced wherever they are called, and operations that return a <see cref="ValueTask"/>.</content>
public static partial class Mlflow
{
    /// <summary>Makes a function into one that records a span for each call: inputs by the names of its parameters, what it returns as outputs.</summary>
    /// <typeparam name="TDelegate">Any type of delegate, with any number of parameters, also by reference; synchronous, or returning a task.</typeparam>
    /// <param name="function">The function: a method, a lambda, a delegate.</param>
    /// <param name="name">Name of the spans; the function's name when absent.</param>
    /// <param name="spanType">One of <see cref="SpanType"/> or any text.</param>
    /// <param name="attributes">Attributes of the spans; see <see cref="MlflowSpan.SetAttribute"/>.</param>
    /// <returns>A delegate of the same type. With nobody listening it calls the function and nothing else.</returns>
    /// <remarks>
    /// An exception passes through untouched; it is recorded once. Making the delegate takes some microseconds, and the first one of each type milliseconds, so
    /// keep it. A function that cannot be traced (it takes spans of memory, or returns a reference) is returned as it is, and the event source says so.
    /// Methods of the program itself are better traced with <c>[Trace]</c>, which needs no code made at run time.
    /// </remarks>
    /// <example><code>var eight = Mlflow.Trace(Math.Pow)(2, 3); // inputs {"x":2,"y":3}</code></example>
    [RequiresDynamicCode("The code around a delegate is made for its type at run time. Use [Trace], or Mlflow.Trace(name, body).")]
    public static TDelegate Trace<TDelegate>(
        TDelegate function,
        string? name = null,
        string spanType = SpanType.Unknown,
        IEnumerable<KeyValuePair<string, object?>>? attributes = null)
        where TDelegate : Delegate =>
        TracedDelegate.Wrap(Body(function), name, spanType, attributes);

    /// <summary>Runs an asynchronous operation inside a span. An <c>async</c> lambda is taken as one that returns a <see cref="Task"/>.</summary>
    /// <param name="name">Name of the span.</param>
    /// <param name="body">The operation.</param>
    /// <param name="spanType">One of <see cref="SpanType"/> or any text.</param>
    /// <param name="inputs">What the operation works on; see <see cref="MlflowSpan.SetInputs"/>.</param>
    /// <param name="attributes">Attributes of the span; see <see cref="MlflowSpan.SetAttribute"/>.</param>
    /// <returns>A task that ends with the operation.</returns>
    [OverloadResolutionPriority(-1)]
    public static ValueTask TraceAsync(
        string name,
        Func<ValueTask> body,
        string spanType = SpanType.Unknown,
        object? inputs = null,
        IEnumerable<KeyValuePair<string, object?>>? attributes = null) =>
        TracedCall.RunAsync(new SpanCall(name, spanType, inputs, attributes), static (f, _) => f(), Body(body));

    /// <summary>Runs an asynchronous operation inside a span, which it is given to set more on it.</summary>
    /// <param name="name">Name of the span.</param>
    /// <param name="body">The operation; takes the span.</param>
    /// <param name="spanType">One of <see cref="SpanType"/> or any text.</param>
    /// <param name="inputs">What the operation works on; see <see cref="MlflowSpan.SetInputs"/>.</param>
    /// <param name="attributes">Attributes of the span; see <see cref="MlflowSpan.SetAttribute"/>.</param>
    /// <returns>A task that ends with the operation.</returns>
    [OverloadResolutionPriority(-1)]
    public static ValueTask TraceAsync(
        string name,
        Func<MlflowSpan, ValueTask> body,
        string spanType = SpanType.Unknown,
        object? inputs = null,
        IEnumerable<KeyValuePair<string, object?>>? attributes = null) =>
        TracedCall.RunAsync(new SpanCall(name, spanType, inputs, attributes), static (f, span) => f(span), Body(body));

    /// <summary>Runs an asynchronous operation inside a span and records what it returns as the outputs.</summary>
    /// <param name="name">Name of the span.</param>
    /// <param name="body">The operation.</param>
    /// <param name="spanType">One of <see cref="SpanType"/> or any text.</param>
    /// <param name="inputs">What the operation works on; see <see cref="MlflowSpan.SetInputs"/>.</param>
    /// <param name="attributes">Attributes of the span; see <see cref="MlflowSpan.SetAttribute"/>.</param>
    /// <returns>What the operation returned.</returns>
    [OverloadResolutionPriority(-1)]
    public static ValueTask<TResult> TraceAsync<TResult>(
        string name,
        Func<ValueTask<TResult>> body,
        string spanType = SpanType.Unknown,
        object? inputs = null,
        IEnumerable<KeyValuePair<string, object?>>? attributes = null) =>
        TracedCall.RunAsync(new SpanCall(name, spanType, inputs, attributes), static (f, _) => f(), Body(body));

    /// <summary>Runs an asynchronous operation inside a span, which it is given, and records what it returns, unless it sets outputs itself.</summary>
    /// <param name="name">Name of the span.</param>
    /// <param name="body">The operation; takes the span.</param>
    /// <param name="spanType">One of <see cref="SpanType"/> or any text.</param>
    /// <param name="inputs">What the operation works on; see <see cref="MlflowSpan.SetInputs"/>.</param>
    /// <param name="attributes">Attributes of the span; see <see cref="MlflowSpan.SetAttribute"/>.</param>
    /// <returns>What the operation returned.</returns>
    [OverloadResolutionPriority(-1)]
    public static ValueTask<TResult> TraceAsync<TResult>(
        string name,
        Func<MlflowSpan, ValueTask<TResult>> body,
        string spanType = SpanType.Unknown,
        object? inputs = null,
        IEnumerable<KeyValuePair<string, object?>>? attributes = null) =>
        TracedCall.RunAsync(new SpanCall(name, spanType, inputs, attributes), static (f, span) => f(span), Body(body));
}
