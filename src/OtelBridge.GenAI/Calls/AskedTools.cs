using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace OtelBridge.GenAI.Calls;

/// <summary>The calls of tools that answers asked for, so that the span of a tool that runs finds the model call that wanted it.</summary>
/// <remarks>
/// Whoever runs a tool hands it the values that came with the answer, in a dictionary of its own: the values tell the call, also without any trace around it.
/// A call without values is told by its name within a trace.
/// </remarks>
internal static class AskedTools
{
    /// <summary>Calls that are told by name; older ones are forgotten.</summary>
    private const int MaxNamed = 1024;

    // An entry lives as long as the value of an argument does.
    private static readonly ConditionalWeakTable<object, AskedTool> ByValue = [];

    // A ring, bounded by MaxNamed.
    private static readonly AskedTool?[] Named = new AskedTool?[MaxNamed];
    private static readonly Lock Gate = new();
    private static int _next;

    /// <summary>Notes a call that an answer asks for.</summary>
    /// <param name="activity">The span of the model call.</param>
    /// <param name="call">The call.</param>
    public static void Note(Activity activity, FunctionCallContent call)
    {
        var asked = new AskedTool(activity, call);
        foreach (var value in call.Arguments?.Values ?? [])
        {
            if (CanTell(value))
            {
                ByValue.AddOrUpdate(value!, asked);
            }
        }

        lock (Gate)
        {
            Named[_next] = asked;
            _next = (_next + 1) % MaxNamed;
        }
    }

    /// <summary>Finds the call that a running tool was asked for by, and takes it; null when no answer asked for it.</summary>
    /// <param name="name">Name of the tool.</param>
    /// <param name="arguments">What it is called with.</param>
    /// <param name="current">The current span.</param>
    public static AskedTool? Find(string name, IReadOnlyDictionary<string, object?> arguments, Activity? current)
    {
        AskedTool? ofAnother = null;
        foreach (var (_, value) in arguments)
        {
            if (!CanTell(value) || !ByValue.TryGetValue(value!, out var asked) || asked.Name != name)
            {
                continue;
            }

            if (current is null || asked.Context.TraceId == current.TraceId)
            {
                // Made twice, by a program that tries again, it is the same call.
                asked.TryTake();
                return asked;
            }

            ofAnother = asked;
        }

        if (current is null)
        {
            return null;
        }

        if (ofAnother is null)
        {
            return FindNamed(name, current.TraceId, arguments) ?? FindNamed(name, current.TraceId, null);
        }

        // Of an answer that a cache gives to several requests, the last one has the values; this one asked with them too.
        if (FindNamed(name, current.TraceId, arguments) is { } own)
        {
            return own;
        }

        ofAnother.TryTake();
        return ofAnother;
    }

    // Texts can be shared by the whole process, as literals are, and small values be cached by who makes them.
    private static bool CanTell(object? value) => value is not (null or string or bool or Enum);

    private static AskedTool? FindNamed(string name, ActivityTraceId traceId, IReadOnlyDictionary<string, object?>? arguments)
    {
        lock (Gate)
        {
            // Oldest first: tools run in the order in which they were asked for.
            for (var i = 0; i < MaxNamed; i++)
            {
                if (Named[(_next + i) % MaxNamed] is { } asked
                    && asked.Context.TraceId == traceId
                    && asked.Name == name
                    && (arguments is null || asked.IsWith(arguments))
                    && asked.TryTake())
                {
                    return asked;
                }
            }
        }

        return null;
    }
}
