using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using OtelBridge.Attributes;
using OtelBridge.Tracing;
using OtelBridge.Tracing.Json;

namespace OtelBridge.Decorators;

/// <summary>One method that carries <see cref="TraceAttribute"/>: what its spans are called and record. For code that the build weaves in, not by hand.</summary>
/// <remarks>
/// Woven assemblies hold on to the members as they are: members may be added, never changed. An activity is what goes from the begin of a call
/// to its end, null while nobody listens. Nothing here throws but what a task or a stream of the program throws.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
[StackTraceHidden]
public sealed partial class TracedMethod
{
    private const string NoInputs = "{}";

    private readonly string _name;
    private readonly string _function;
    private readonly string _spanType;
    private JsonEncodedText[]? _inputs;
    private JsonEncodedText[] _outputs = [];
    private KeyValuePair<string, object?>[] _attributes = [];
    private bool _capturesOutputs = true;

    /// <summary>Names the method.</summary>
    public TracedMethod(string name, string function, string spanType)
    {
        _name = name;
        _function = function;
        _spanType = spanType;
    }

    /// <summary>Gets whether anybody listens, so that calls need spans.</summary>
    public static bool IsListening => SpanSource.IsListening;

    /// <summary>Records the arguments, under these names.</summary>
    public TracedMethod WithInputs(params string[] names)
    {
        _inputs = Encoded(names);
        return this;
    }

    /// <summary>Records the result and arguments passed by reference as one object, under these names.</summary>
    public TracedMethod WithOutputs(params string[] names)
    {
        _outputs = Encoded(names);
        return this;
    }

    /// <summary>Records no results.</summary>
    public TracedMethod WithoutOutputs()
    {
        _capturesOutputs = false;
        return this;
    }

    /// <summary>Sets a constant attribute.</summary>
    public TracedMethod WithAttribute(string key, object? value)
    {
        _attributes = [.. _attributes, new(key, AttributeValue.Of(value))];
        return this;
    }

    /// <summary>Starts the span of a call and makes it current.</summary>
    /// <param name="arguments">The arguments in the order of the names; null when there are none or they are not recorded.</param>
    public Activity? Begin(object?[]? arguments)
    {
        var activity = SpanStart.OpenHeard(_name, _spanType);
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag(MlflowKeys.SpanFunctionName, _function);
            Describe(activity, InputText(arguments));
        }

        return activity;
    }

    /// <summary>Ends the span of a call that returned nothing that is recorded.</summary>
    public static void End(Activity? activity)
    {
        if (activity is not null)
        {
            ActivityEnd.Finish(activity);
        }
    }

    /// <summary>Ends the span of a call that returned a value.</summary>
    public void End(Activity? activity, object? result)
    {
        if (activity is not null)
        {
            SetResult(activity, result);
            ActivityEnd.Finish(activity);
        }
    }

    /// <summary>Ends the span of a call that returned values by several ways, see <see cref="WithOutputs"/>.</summary>
    public void EndMany(Activity? activity, object?[] results)
    {
        if (activity is null)
        {
            return;
        }

        if (TakesOutputs(activity))
        {
            activity.SetTag(MlflowKeys.SpanOutputs, JsonText.OfNamed(_outputs, results));
        }

        ActivityEnd.Finish(activity);
    }

    /// <summary>Ends the span of a call that threw.</summary>
    public static void Fail(Activity? activity, Exception exception)
    {
        if (activity is null)
        {
            return;
        }

        if (activity is { IsAllDataRequested: true, IsStopped: false })
        {
            ExceptionEvent.Record(activity, exception);
        }

        ActivityEnd.Finish(activity);
    }

    /// <summary>Records an exception that is about to leave a call, whose span ends when the stack unwinds. For a filter.</summary>
    /// <returns>False: the exception passes.</returns>
    public static bool Pass(Activity? activity, object exception)
    {
        if (activity is { IsAllDataRequested: true, IsStopped: false } && exception is Exception thrown)
        {
            ExceptionEvent.Record(activity, thrown);
        }

        return false;
    }

    private static JsonEncodedText[] Encoded(string[] names) =>
        Array.ConvertAll(names, static name => JsonEncodedText.Encode(name, JsonTextBuffer.WriterOptions.Encoder));

    // What the method set itself, through the current span, stays.
    private bool TakesOutputs(Activity activity) =>
        _capturesOutputs && activity is { IsAllDataRequested: true, IsStopped: false } && activity.GetTagItem(MlflowKeys.SpanOutputs) is null;

    private void SetResult(Activity activity, object? result)
    {
        if (TakesOutputs(activity))
        {
            activity.SetTag(MlflowKeys.SpanOutputs, JsonText.Of(LazySequence.Stand(result)));
        }
    }

    private string? InputText(object?[]? arguments)
    {
        if (_inputs is null)
        {
            return null;
        }

        if (arguments is null)
        {
            return NoInputs;
        }

        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = LazySequence.Stand(arguments[i]);
        }

        return JsonText.OfNamed(_inputs, arguments);
    }

    private void Describe(Activity activity, string? inputs)
    {
        foreach (var (key, value) in _attributes)
        {
            activity.SetTag(key, value);
        }

        if (inputs is not null)
        {
            activity.SetTag(MlflowKeys.SpanInputs, inputs);
        }
    }
}
