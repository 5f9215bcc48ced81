using System.Diagnostics;
using Microsoft.Extensions.AI;

namespace OtelBridge.GenAI.Calls;

/// <summary>A call of a tool that a model's answer asked for. Holds neither the answer nor its span.</summary>
internal sealed class AskedTool
{
    private readonly WeakReference<Activity> _activity;
    private readonly WeakReference<IDictionary<string, object?>>? _arguments;
    private int _isTaken;

    /// <summary>Whatever hangs on a span that nobody asked for by a name.</summary>
    public AskedTool(Activity activity)
    {
        Name = string.Empty;
        CallId = string.Empty;
        Context = activity.Context;
        _activity = new(activity);
    }

    public AskedTool(Activity activity, FunctionCallContent call)
        : this(activity)
    {
        Name = call.Name;
        CallId = call.CallId;
        _arguments = call.Arguments is { } arguments ? new(arguments) : null;
    }

    /// <summary>Gets the name of the tool.</summary>
    public string Name { get; }

    /// <summary>Gets the model's id of the call.</summary>
    public string CallId { get; }

    /// <summary>Gets the ids of the model call's span, the parent of the tool's.</summary>
    public ActivityContext Context { get; }

    /// <summary>Gets the span of the model call, while somebody holds it. It has ended.</summary>
    public Activity? Activity => _activity.TryGetTarget(out var activity) ? activity : null;

    /// <summary>Takes the call for one that is made; false when it was taken before.</summary>
    public bool TryTake() => Interlocked.Exchange(ref _isTaken, 1) == 0;

    /// <summary>Whether these are the values that were asked for.</summary>
    public bool IsWith(IReadOnlyDictionary<string, object?> arguments)
    {
        if (_arguments is null || !_arguments.TryGetTarget(out var asked))
        {
            return _arguments is null && arguments.Count == 0;
        }

        foreach (var (name, value) in asked)
        {
            if (!arguments.TryGetValue(name, out var given) || !(ReferenceEquals(value, given) || (value is string && value.Equals(given))))
            {
                return false;
            }
        }

        return true;
    }
}
