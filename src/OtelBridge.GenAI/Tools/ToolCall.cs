using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OtelBridge.Attributes;
using OtelBridge.Diagnostics;
using OtelBridge.GenAI.Calls;
using OtelBridge.Tracing;

namespace OtelBridge.GenAI.Tools;

/// <summary>What one call of a function says of itself.</summary>
internal sealed class ToolCall : ICallRecord<object?>
{
    private const string FunctionType = "function";

    // What the GenAI conventions call the failure that a tool of an MCP server reports in its answer.
    private const string ToolError = "tool_error";

    private readonly AIFunction _function;
    private readonly string _name;
    private readonly AIFunctionArguments _arguments;
    private readonly AskedTool? _asked;

    public ToolCall(AIFunction function, AIFunctionArguments arguments)
    {
        _function = function;
        _arguments = arguments;
        var current = Activity.Current;
        (_name, _asked) = Asked(function, arguments, current);
        SpanName = $"{Operation} {_name}";
        Adopted = ForeignToolSpan.Of(current, SpanName);
    }

    public string SpanName { get; }

    public string SpanType => OtelBridge.SpanType.Tool;

    public string Operation => GenAiOperations.ExecuteTool;

    public Activity? Adopted { get; }

    /// <summary>
    /// The model call that asked, unless the program is in another trace now: a tool that waited for somebody's approval runs for the request that
    /// brought it.
    /// </summary>
    public AskedTool? AskedFor =>
        _asked is null || Around is not { } current || current.TraceId == _asked.Context.TraceId ? _asked : null;

    // A trace that is not sampled is one too: what runs in it belongs to no other.
    private static Activity? Around =>
        ActiveTrace.Current ?? (Activity.Current is { IsStopped: false } current && BareActivity.Through(current) is var trace && !BareActivity.Is(trace) ? trace : null);

    public void Ask(Activity activity)
    {
        if (Adopted is not null)
        {
            InstrumentedCall.Mark(activity, Operation);
            activity.SetTag(MlflowKeys.TraceRequestId, TraceIds.TextOf(activity));
            activity.SetTag(MlflowKeys.SpanType, SpanType);
        }

        CallTags.Set(activity, GenAiKeys.ToolName, _name);
        activity.SetTag(GenAiKeys.ToolType, FunctionType);
        CallContent.SetText(activity, GenAiKeys.ToolDescription, _function.Description);
        CallTags.Set(activity, GenAiKeys.ToolCallId, _asked?.CallId);

        CallContent.Set(activity, MlflowKeys.SpanInputs, _arguments);
    }

    public void Answer(Activity activity, object? answer)
    {
        CallContent.Set(activity, MlflowKeys.SpanOutputs, answer);
        if (answer is JsonElement { ValueKind: JsonValueKind.Object } result
            && result.TryGetProperty("isError", out var failed)
            && failed.ValueKind == JsonValueKind.True)
        {
            activity.SetTag(OTelKeys.ErrorType, ToolError);
            activity.SetStatus(ActivityStatusCode.Error, "The tool answered with an error.");
        }
    }

    // The name is code of the program, and so are dictionaries of arguments, which other threads may change. Whatever throws, the function is called.
    private static (string Name, AskedTool? Asked) Asked(AIFunction function, AIFunctionArguments arguments, Activity? current)
    {
        var name = string.Empty;
        try
        {
            name = function.Name;
            return (name, AskedTools.Find(name, arguments, current));
        }
        catch (Exception e)
        {
            BridgeEventSource.Log.SpanCallFailed(GenAiOperations.ExecuteTool, e);
            return (name, null);
        }
    }
}
