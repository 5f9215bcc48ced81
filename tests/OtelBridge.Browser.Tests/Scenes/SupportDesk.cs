using OtelBridge.Attributes;
using OtelBridge.Otlp;

namespace OtelBridge.Browser.Tests.Scenes;

/// <summary>The traces of a support desk: an agent that answers customers by chat, with tools; most of them well.</summary>
public static class SupportDesk
{
    public const string Name = "answer customer";
    public const string SlowTool = "search_manuals";
    public const string OrderTool = "look_up_order";
    public const string ErrorType = "Shop.OrderServiceException";
    public const string ErrorMessage = "The order service did not answer within 2 s";
    public const string GoodAnswer = "Your order **4711** left our house on Monday and arrives tomorrow.";

    private const string System = "You are the support agent of a shop for garden tools. Look orders up before you answer.";
    private const string Model = "gpt-4o-mini";

    /// <summary>A customer asks, the agent looks things up, and answers.</summary>
    /// <param name="start">When.</param>
    /// <param name="question">What the customer asks.</param>
    /// <param name="answer">What the agent answers; null when its order tool fails, and the trace with it.</param>
    /// <param name="session">The conversation that this is a turn of.</param>
    public static SceneTrace Answer(DateTimeOffset start, string question, string? answer = GoodAnswer, string session = "")
    {
        var trace = new SceneTrace(start);
        var hasFailed = answer is null;
        var root = trace.Add(Name, SpanType.Agent, null, 0, hasFailed ? 4.6 : 3.4)
            .Takes(new { question })
            .With(MlflowKeys.TraceUser, "customer-17")
            .With(MlflowKeys.TraceTagPrefix + "environment", "production");
        if (session.Length > 0)
        {
            root.With(MlflowKeys.TraceSession, session);
        }

        object[] asked = [new { role = "system", content = System }, new { role = "user", content = question }];
        object[] calls = [Call("call_1", OrderTool, """{"order":"4711"}"""), Call("call_2", SlowTool, """{"query":"delivery times"}""")];
        Chat(trace, root, 0.1, 0.5, asked, new { role = "assistant", content = (string?)null, tool_calls = calls }, 412, 38);

        var order = trace.Add(OrderTool, SpanType.Tool, root, 0.7, hasFailed ? 2.0 : 0.2).Takes(new { order = "4711" }).With(GenAiKeys.ToolCallId, "call_1");
        trace.Add(SlowTool, SpanType.Tool, root, hasFailed ? 2.8 : 1.0, 1.7).Takes(new { query = "delivery times" }).With(GenAiKeys.ToolCallId, "call_2")
            .Gives(new[] { new { title = "Shipping", text = "Parcels take two days." } });
        if (hasFailed)
        {
            order.Fails(ErrorType, ErrorMessage);
            root.Fails(ErrorType, ErrorMessage);
            return trace;
        }

        order.Gives(new { order = "4711", state = "shipped", carrier = "Parcel & Sons" });
        object[] answered =
        [
            .. asked, new { role = "assistant", content = (string?)null, tool_calls = calls },
            new { role = "tool", tool_call_id = "call_1", content = """{"order":"4711","state":"shipped"}""" },
            new { role = "tool", tool_call_id = "call_2", content = "Parcels take two days." },
        ];
        Chat(trace, root, 2.8, 0.5, answered, new { role = "assistant", content = answer }, 655, 61);
        root.Gives(new { answer });
        return trace;
    }

    /// <summary>An hour at the desk: good traces, and one that failed twenty minutes ago.</summary>
    public static (IReadOnlyList<SceneTrace> All, SceneTrace Failed, SceneTrace Good) LastHour(DateTimeOffset now, int goodOnes = 24)
    {
        var good = Enumerable.Range(0, goodOnes)
            .Select(number => Answer(now - TimeSpan.FromMinutes(2 + (number * 2)), $"Where is my order? I asked {number} times.", session: $"chat-{number % 8}"))
            .ToList();
        var failed = Answer(now - TimeSpan.FromMinutes(20.5), "Where is my order 4711? It should be here!", answer: null, session: "chat-angry");
        return ([.. good, failed], failed, good[0]);
    }

    /// <summary>A conversation of several turns.</summary>
    public static IReadOnlyList<SceneTrace> Conversation(DateTimeOffset start, string session) =>
    [
        Answer(start, "Hello, do you sell spades?", "We do: **three kinds** of spades.", session),
        Answer(start + TimeSpan.FromMinutes(1), "Which is the lightest?", "The one with the ash handle, 1.2 kg.", session),
        Answer(start + TimeSpan.FromMinutes(2), "I take that one.", "A good choice. It is in your basket.", session),
    ];

    /// <summary>A trace that is still being written: its root has not ended.</summary>
    public static SceneTrace Growing(DateTimeOffset start)
    {
        var trace = new SceneTrace(start);
        var root = trace.Add("write report", SpanType.Agent, null, 0, null).Takes(new { topic = "Spades of the year" });
        trace.Add("collect sources", SpanType.Retriever, root, 0.2, 1.1).Takes(new { query = "spades" });
        return trace;
    }

    private static void Chat(SceneTrace trace, Span parent, double after, double lasts, object[] messages, object answer, int inputTokens, int outputTokens) =>
        trace.Add($"chat {Model}", SpanType.ChatModel, parent, after, lasts)
            .Takes(new { model = Model, messages })
            .Gives(new { choices = new[] { new { index = 0, message = answer } } })
            .With(GenAiKeys.RequestModel, Model)
            .With(MlflowKeys.ChatTokenUsage, $$"""{"input_tokens":{{inputTokens}},"output_tokens":{{outputTokens}},"total_tokens":{{inputTokens + outputTokens}}}""");

    private static object Call(string id, string name, string arguments) => new { id, type = "function", function = new { name, arguments } };
}
