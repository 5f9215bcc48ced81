using System.Diagnostics;
using OtelBridge.Attributes;
using OtelBridge.Tracing;

namespace OtelBridge.Tests.Sources;

/// <summary>Calls as libraries emit them: what is known at the start, what at the end.</summary>
internal static class LibraryCalls
{
    private static readonly ActivitySource OpenAISource = new("OpenAI.ChatClient");
    private static readonly ActivitySource AnthropicSource = new("com.anthropic.sdk.csharp");
    private static readonly ActivitySource ExtensionsSource = new("Experimental.Microsoft.Extensions.AI");
    private static readonly ActivitySource McpSource = new("Experimental.ModelContextProtocol");
    private static readonly ActivitySource HttpSource = new("System.Net.Http");

    /// <summary>A chat of OpenAI 2.15: all of the request is known at the start, and no content ever.</summary>
    public static void OpenAI(Action? inside = null) => Call(
        OpenAISource,
        "chat gpt-4o-mini",
        ActivityKind.Client,
        [
            new(GenAiKeys.System, "openai"), new("server.address", "127.0.0.1"), new("server.port", 8080),
            new(GenAiKeys.OperationName, "chat"), new(GenAiKeys.RequestModel, "gpt-4o-mini"),
        ],
        inside,
        span => span.SetTag(GenAiKeys.ResponseId, "chatcmpl-1").SetTag(GenAiKeys.ResponseModel, "gpt-4o-mini-2024-07-18")
            .SetTag(GenAiKeys.InputTokens, 11).SetTag(GenAiKeys.OutputTokens, 5).SetTag(GenAiKeys.ResponseFinishReasons, new[] { "stop" }));

    /// <summary>Messages of Anthropic 13.11 with content: not named after the operation, with words of HTTP.</summary>
    public static void Anthropic(Action? inside = null) => Call(
        AnthropicSource,
        "anthropic.messages.create",
        ActivityKind.Client,
        [
            new(GenAiKeys.ProviderName, "anthropic"), new("server.address", "127.0.0.1"), new("http.request.method", "POST"),
            new(GenAiKeys.OperationName, "chat"), new(GenAiKeys.RequestModel, "claude-x"),
            new(GenAiKeys.InputMessages, """[{"role":"user","parts":[{"type":"text","content":"Hello"}]}]"""),
        ],
        inside,
        span => span.SetTag("url.full", "http://127.0.0.1/v1/messages").SetTag(GenAiKeys.InputTokens, 15L).SetTag(GenAiKeys.OutputTokens, 2L)
            .SetTag(GenAiKeys.CacheReadTokens, 5L).SetTag(GenAiKeys.CacheWriteTokens, 7L).SetTag(GenAiKeys.ResponseModel, "claude-x-1")
            .SetTag("anthropic.response.service_tier", "standard").SetTag(GenAiKeys.ResponseId, "msg_1")
            .SetTag(GenAiKeys.OutputMessages, """[{"role":"assistant","parts":[{"type":"text","content":"Hi"}]}]"""));

    /// <summary>A chat of Microsoft.Extensions.AI: attributes are added after the start, and at the end without a look at what is there.</summary>
    public static void ExtensionsChat(Action? inside = null) => Call(
        ExtensionsSource,
        "chat gpt-4o-mini",
        ActivityKind.Client,
        [],
        inside,
        span => span.AddTag(GenAiKeys.ResponseId, "chatcmpl-9").AddTag(GenAiKeys.OutputTokens, 5).AddTag(GenAiKeys.InputTokens, 11),
        span => span.AddTag(GenAiKeys.OperationName, "chat").AddTag(GenAiKeys.RequestModel, "gpt-4o-mini").AddTag(GenAiKeys.ProviderName, "openai"));

    public static void ExtensionsTool(string name, Action? inside = null) => Call(
        ExtensionsSource, $"execute_tool {name}", ActivityKind.Internal, [], inside, null,
        span => span.AddTag(GenAiKeys.OperationName, "execute_tool").AddTag(GenAiKeys.ToolName, name));

    public static void Orchestration(Action inside) => Call(
        ExtensionsSource, "orchestrate_tools", ActivityKind.Internal, [], inside, null, span => span.AddTag(GenAiKeys.OperationName, "orchestrate_tools"));

    /// <summary>A call of a tool over the Model Context Protocol.</summary>
    public static void Mcp(string tool, Action? inside = null) => Call(
        McpSource,
        $"tools/call {tool}",
        ActivityKind.Client,
        [new(GenAiKeys.McpMethodName, "tools/call"), new("mcp.session.id", "session-1"), new(GenAiKeys.ToolName, tool), new(GenAiKeys.OperationName, "execute_tool")],
        inside,
        null);

    public static void Http() => Call(
        HttpSource, "POST", ActivityKind.Client, [new("http.request.method", "POST"), new("url.full", "http://127.0.0.1/v1")], null, span => span.SetTag("http.response.status_code", 200));

    /// <summary>A call that our own instrumentation says.</summary>
    public static void Ours(string operation, string name, string type, Action? inside = null, Action<MlflowSpan>? answered = null)
    {
        using var span = Mlflow.StartSpan(name, type);
        if (span.Activity is { } activity)
        {
            InstrumentedCall.Mark(activity, operation);
        }

        inside?.Invoke();
        answered?.Invoke(span);
    }

    public static void Call(
        ActivitySource source,
        string name,
        ActivityKind kind,
        KeyValuePair<string, object?>[] known,
        Action? inside,
        Action<Activity>? ended,
        Action<Activity>? started = null)
    {
        using var span = source.StartActivity(name, kind, default(ActivityContext), known);
        if (span is not null)
        {
            started?.Invoke(span);
        }

        inside?.Invoke();
        if (span is not null)
        {
            ended?.Invoke(span);
        }
    }
}
