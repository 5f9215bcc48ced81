using System.Text;
using OtelBridge.Fuzz.Engine;
using OtelBridge.Fuzz.Targets.Spans;
using OtelBridge.Otlp;
using OtelBridge.Store.Translation.Chat;
using OtelBridge.TestSupport;
using OtelBridge.Web.Content;

namespace OtelBridge.Fuzz.Targets.Content;

/// <summary>Prompts and answers of models in anybody's form: the chat that is read from them, their preview, and what pages show of them.</summary>
internal sealed class ChatTarget : FuzzTarget
{
    public override string Name => "chat";

    public override string What => "requests and answers of models in anybody's form: messages, tools, previews, pages";

    public override int InputsInTests => 120;

    public override IReadOnlyList<string> Words { get; } = [.. WordLists.Json, .. WordLists.Chat];

    public override IEnumerable<byte[]> Seeds => ((string[])
    [
        """{"messages":[{"role":"system","content":"be"},{"role":"user","content":[{"type":"text","text":"hi"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]},{"role":"assistant","tool_calls":[{"id":"1","function":{"name":"f","arguments":"{\"a\":1}"}}]},{"role":"tool","tool_call_id":"1","content":"x"}],"tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{}}}]}""",
        """{"choices":[{"message":{"role":"assistant","content":"hello","reasoning_content":"hm"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1}}""",
        """{"contents":[{"role":"user","parts":[{"text":"a"},{"functionCall":{"name":"f","args":{}}},{"inlineData":{"mimeType":"image/png","data":"AAAA"}}]}],"candidates":[{"content":{"parts":[{"text":"b","thought":true}]}}]}""",
        """[[{"lc":1,"type":"constructor","id":["langchain_core","messages","HumanMessage"],"kwargs":{"content":"hi"}},{"type":"ai","data":{"content":"[{\"type\":\"text\",\"text\":\"x\"}]"}}]]""",
        """{"input":[{"type":"function_call","call_id":"1","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"1","output":"x"},{"type":"reasoning","summary":[{"type":"summary_text","text":"t"}]}],"output":[{"type":"message","role":"assistant","content":[{"type":"output_text","text":"y"}]}]}""",
    ]).Select(Encoding.UTF8.GetBytes);

    public override string Run(ReadOnlySpan<byte> input)
    {
        var text = Encoding.UTF8.GetString(input);
        var span = OtlpSamples.Span(1, 1).With("mlflow.spanType", "\"CHAT_MODEL\"").With("mlflow.spanInputs", text).With("mlflow.spanOutputs", text).With("gen_ai.input.messages", text)
            .With("gen_ai.prompt.0.content", text).With("ai.prompt.messages", text).With("llm.input_messages.0.message.content", text).With("mlflow.chat.tokenUsage", text).With("mlflow.llm.cost", text)
            .With("gen_ai.tool.definitions", text).With("gcp.vertex.agent.llm_request", text);
        span.Events.Add(new Span.Types.Event { Name = "gen_ai.user.message", Attributes = { OtlpSamples.Attribute("content", text), OtlpSamples.Attribute("tool_calls", text) } });
        SpanReaders.Run(OtlpSamples.Request(span));
        var chat = ChatMessages.Read(span);
        if (chat is null)
        {
            return "none";
        }

        var model = ChatModel.Of(chat);
        return $"{Math.Min(chat.Request.Count, 4)} {Math.Min(chat.Response.Count, 4)} {Math.Min(model.Rows.Count, 4)} {string.Join(' ', chat.Request.Concat(chat.Response).SelectMany(static message => message.Parts).Select(static part => part.Kind).Distinct().Take(4))}";
    }
}
