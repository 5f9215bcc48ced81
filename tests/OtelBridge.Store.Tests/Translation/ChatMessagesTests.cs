using OtelBridge.Chat;
using OtelBridge.Otlp;
using OtelBridge.Store.Translation.Chat;
using OtelBridge.TestSupport;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Translation;

/// <summary>Chats of every provider and framework, written as one line a message: <c>role: part | part</c>.</summary>
public sealed class ChatMessagesTests
{
    [Theory]
    [InlineData("OpenAI chat", """{"model":"m","messages":[{"role":"system","content":"be kind"},{"role":"user","content":[{"type":"text","text":"hi"},{"type":"image_url","image_url":{"url":"http://x/y.png"}}]},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"add","arguments":"{\"a\":1}"}}]},{"role":"tool","tool_call_id":"c1","content":"2"}]}""",
        "system: be kind", "user: hi | media(image, http://x/y.png)", """assistant: call(c1, add, {"a":1})""", "tool: result(c1, 2)")]
    [InlineData("OpenAI responses", """{"instructions":"be kind","input":[{"role":"user","content":[{"type":"input_text","text":"hi"}]},{"type":"function_call","call_id":"c1","name":"add","arguments":"{}"},{"type":"function_call_output","call_id":"c1","output":"2"}]}""",
        "system: be kind", "user: hi", "assistant: call(c1, add, {})", "tool: result(c1, 2)")]
    [InlineData("OpenAI responses, text alone", """{"model":"m","input":"hi"}""", "user: hi")]
    [InlineData("Anthropic", """{"system":[{"type":"text","text":"be kind"}],"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"s"},{"type":"tool_use","id":"t1","name":"add","input":{"a":1}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":[{"type":"text","text":"2"}]},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}]}]}""",
        "system: be kind", "user: hi", """assistant: thinks(hm) | call(t1, add, {"a":1})""", "user: result(t1, 2) | media(image/png, data:image/png;base64,AAAA)")]
    [InlineData("Gemini", """{"config":{"system_instruction":"be kind"},"contents":[{"role":"user","parts":[{"text":"hi"},{"inline_data":{"mime_type":"image/png","data":"AAAA"}}]},{"role":"model","parts":[{"text":"hm","thought":true},{"function_call":{"name":"add","args":{"a":1}}}]},{"role":"user","parts":[{"function_response":{"name":"add","response":{"result":2}}}]}]}""",
        "system: be kind", "user: hi | media(image/png, data:image/png;base64,AAAA)", """assistant: thinks(hm) | call(, add, {"a":1})""", """user: result(, {"result":2})""")]
    [InlineData("Gemini without roles", """{"contents":[{"parts":[{"text":"hi"}]}]}""", "user: hi")]
    [InlineData("LangChain, serialised", """{"messages":[[{"lc":1,"type":"constructor","id":["langchain_core","messages","SystemMessage"],"kwargs":{"content":"be kind"}},{"lc":1,"type":"constructor","id":["langchain_core","messages","HumanMessage"],"kwargs":{"content":"hi","additional_kwargs":{}}},{"lc":1,"type":"constructor","id":["langchain_core","messages","AIMessage"],"kwargs":{"content":"","tool_calls":[{"name":"add","args":{"a":1},"id":"c1","type":"tool_call"}]}},{"lc":1,"type":"constructor","id":["langchain_core","messages","ToolMessage"],"kwargs":{"content":"2","tool_call_id":"c1"}}]]}""",
        "system: be kind", "user: hi", """assistant: call(c1, add, {"a":1})""", "tool: result(c1, 2)")]
    [InlineData("LangChain, dumped", """{"messages":[{"type":"human","content":"hi"},{"type":"ai","content":[{"type":"text","text":"hello"},{"type":"tool_use","id":"c1","name":"add","input":{}}],"tool_calls":[{"name":"add","args":{},"id":"c1"}]}]}""",
        "user: hi", "assistant: hello | call(c1, add, {})")]
    [InlineData("LangChain, to dictionaries", """{"inputs":{"messages":[{"type":"human","data":{"content":"hi"}}]}}""", "user: hi")]
    [InlineData("Vercel prompt", """{"system":"be kind","prompt":"hi"}""", "system: be kind", "user: hi")]
    [InlineData("Wrapped", """{"request":{"messages":[{"role":"developer","content":"hi"}]}}""", "developer: hi")]
    [InlineData("A text", "\"hi\"", "user: hi")]
    public void Read_RequestOfAModelCall_GivesItsMessages(string shape, string inputs, params string[] expected)
    {
        var chat = ChatMessages.Read(Span(1, 1).With("openinference.span.kind", "LLM").With("input.value", inputs));

        chat.ShouldNotBeNull(shape);
        chat.Request.Select(Line).ShouldBe(expected, shape);
        chat.Response.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("OpenAI chat", """{"choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","content":"hello","tool_calls":[{"id":"c1","function":{"name":"add","arguments":"{}"}}]}}]}""", "assistant: hello | call(c1, add, {}) (tool_calls)")]
    [InlineData("OpenAI refusal", """{"choices":[{"message":{"role":"assistant","content":null,"refusal":"no"}}]}""", "assistant: no")]
    [InlineData("OpenAI completion", """{"choices":[{"text":"hello","finish_reason":"stop"}]}""", "assistant: hello (stop)")]
    [InlineData("OpenAI responses", """{"id":"r1","instructions":"be kind","output":[{"type":"reasoning","summary":[{"type":"summary_text","text":"hm"}]},{"type":"function_call","call_id":"c1","name":"add","arguments":"{}"},{"type":"message","role":"assistant","content":[{"type":"output_text","text":"hello"}]}]}""", "assistant: thinks(hm)", "assistant: call(c1, add, {})", "assistant: hello")]
    [InlineData("Anthropic", """{"role":"assistant","type":"message","stop_reason":"end_turn","content":[{"type":"text","text":"hello"}]}""", "assistant: hello (end_turn)")]
    [InlineData("Gemini", """{"candidates":[{"content":{"role":"model","parts":[{"text":"hello"}]},"finish_reason":"STOP"}]}""", "assistant: hello (STOP)")]
    [InlineData("Google ADK", """{"content":{"parts":[{"text":"hello"}],"role":"model"}}""", "assistant: hello")]
    [InlineData("LangChain", """{"generations":[[{"text":"hello","message":{"lc":1,"type":"constructor","id":["langchain_core","messages","AIMessage"],"kwargs":{"content":"hello","response_metadata":{"finish_reason":"stop"}}}}]]}""", "assistant: hello (stop)")]
    [InlineData("Vercel", """{"text":"hello","reasoning":"hm","finishReason":"stop","toolCalls":[{"toolCallId":"c1","toolName":"add","input":{"a":1}}]}""", """assistant: thinks(hm) | hello | call(c1, add, {"a":1}) (stop)""")]
    [InlineData("DeepSeek", """{"choices":[{"message":{"role":"assistant","reasoning_content":"hm","content":"hello"}}]}""", "assistant: thinks(hm) | hello")]
    [InlineData("OpenAI audio", """{"choices":[{"message":{"role":"assistant","content":null,"audio":{"id":"a1","transcript":"hello"}}}]}""", "assistant: media(audio, a1, hello)")]
    [InlineData("A text", "\"hello\"", "assistant: hello")]
    public void Read_AnswerOfAModel_GivesItsMessages(string shape, string outputs, params string[] expected)
    {
        var chat = ChatMessages.Read(Span(1, 1).With("openinference.span.kind", "LLM").With("output.value", outputs));

        chat.ShouldNotBeNull(shape);
        chat.Response.Select(Line).ShouldBe(expected, shape);
    }

    [Fact]
    public void Read_GenAiConventions_GivesPartsInstructionsAndTools()
    {
        var chat = ChatMessages.Read(Span(1, 1)
            .With("gen_ai.operation.name", "chat")
            .With("gen_ai.system_instructions", """[{"type":"text","content":"be kind"}]""")
            .With("gen_ai.input.messages", """[{"role":"user","parts":[{"type":"text","content":"hi"},{"type":"uri","modality":"image","uri":"http://x"}]},{"role":"assistant","parts":[{"type":"reasoning","content":"hm"},{"type":"tool_call","id":"c1","name":"add","arguments":{"a":1}}]},{"role":"tool","parts":[{"type":"tool_call_response","id":"c1","result":2}]},{"role":"user","parts":[{"type":"blob","mime_type":"image/png","modality":"image","content":"AAAA"},{"type":"odd","x":1}]}]""")
            .With("gen_ai.output.messages", """[{"role":"assistant","parts":[{"type":"text","content":"hello"}],"finish_reason":"stop"}]""")
            .With("gen_ai.tool.definitions", """[{"type":"function","name":"add","description":"adds","parameters":{"type":"object"}}]"""))!;

        chat.Messages.Select(Line).ShouldBe([
            "system: be kind",
            "user: hi | media(image, http://x)",
            """assistant: thinks(hm) | call(c1, add, {"a":1})""",
            "tool: result(c1, 2)",
            """user: media(image/png, data:image/png;base64,AAAA) | other({"type":"odd","x":1})""",
            "assistant: hello (stop)",
        ]);
        chat.ToolDefinitions.ShouldBe([new ChatTool("add", "adds", """{"type":"object"}""")]);
    }

    [Fact]
    public void Read_OpenInferenceFlattened_GivesMessagesAndTools()
    {
        var chat = ChatMessages.Read(Span(1, 1)
            .With("openinference.span.kind", "LLM")
            .With("input.value", "something else")
            .With("llm.input_messages.0.message.role", "system").With("llm.input_messages.0.message.content", "be kind")
            .With("llm.input_messages.1.message.role", "user")
            .With("llm.input_messages.1.message.contents.0.message_content.type", "text")
            .With("llm.input_messages.1.message.contents.0.message_content.text", "hi")
            .With("llm.input_messages.1.message.contents.1.message_content.type", "image")
            .With("llm.input_messages.1.message.contents.1.message_content.image.image.url", "http://x/y.png")
            .With("llm.input_messages.2.message.role", "tool").With("llm.input_messages.2.message.tool_call_id", "c1")
            .With("llm.input_messages.2.message.content", "2")
            .With("llm.output_messages.0.message.role", "assistant")
            .With("llm.output_messages.0.message.tool_calls.0.tool_call.id", "c2")
            .With("llm.output_messages.0.message.tool_calls.0.tool_call.function.name", "add")
            .With("llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments", """{"a":1}""")
            .With("llm.tools.0.tool.json_schema", """{"type":"function","function":{"name":"add","parameters":{}}}"""))!;

        chat.Messages.Select(Line).ShouldBe([
            "system: be kind", "user: hi | media(image, http://x/y.png)", "tool: result(c1, 2)", """assistant: call(c2, add, {"a":1})""",
        ]);
        chat.ToolDefinitions.ShouldBe([new ChatTool("add", null, "{}")]);
    }

    [Fact]
    public void Read_SeveralFormsOfOneChat_TakesTheOneThatHasMost()
    {
        var span = Span(1, 1)
            .With("openinference.span.kind", "LLM")
            .With("input.value", """{"messages":[{"role":"system","content":"be kind"},{"role":"user","content":"hi"}]}""")
            .With("llm.input_messages.0.message.role", "system")
            .With("llm.input_messages.1.message.role", "user").With("llm.input_messages.1.message.content", "hi");

        ChatMessages.Read(span)!.Messages.Select(Line).ShouldBe(["system: be kind", "user: hi"]);
    }

    [Fact]
    public void Read_TraceloopIndexed_GivesMessagesAndTools()
    {
        var chat = ChatMessages.Read(Span(1, 1)
            .With("gen_ai.prompt.0.role", "user").With("gen_ai.prompt.0.content", """[{"type":"text","text":"hi"}]""")
            .With("gen_ai.prompt.1.role", "assistant").With("gen_ai.prompt.1.tool_calls.0.id", "c1").With("gen_ai.prompt.1.tool_calls.0.name", "add")
            .With("gen_ai.prompt.1.tool_calls.0.arguments", "{}")
            .With("gen_ai.prompt.2.role", "tool").With("gen_ai.prompt.2.tool_call_id", "c1").With("gen_ai.prompt.2.content", "2")
            .With("gen_ai.completion.0.role", "assistant").With("gen_ai.completion.0.content", "hello").With("gen_ai.completion.0.finish_reason", "stop")
            .With("llm.request.functions.0.name", "add").With("llm.request.functions.0.parameters", "{}"))!;

        chat.Messages.Select(Line).ShouldBe(["user: hi", "assistant: call(c1, add, {})", "tool: result(c1, 2)", "assistant: hello (stop)"]);
        chat.ToolDefinitions.ShouldBe([new ChatTool("add", null, "{}")]);
    }

    [Fact]
    public void Read_VercelCall_GivesMessagesAndTools()
    {
        var chat = ChatMessages.Read(Span(1, 1)
            .With("ai.operationId", "ai.generateText.doGenerate")
            .With("ai.prompt.messages", """[{"role":"user","content":[{"type":"text","text":"hi"}]},{"role":"assistant","content":[{"type":"tool-call","toolCallId":"c1","toolName":"add","input":{"a":1}}]},{"role":"tool","content":[{"type":"tool-result","toolCallId":"c1","toolName":"add","output":{"type":"json","value":2}}]}]""")
            .With("ai.prompt.tools", new AnyValue { ArrayValue = new ArrayValue { Values = { new AnyValue { StringValue = """{"type":"function","name":"add","inputSchema":{}}""" } } } })
            .With("ai.response.text", "hello").With("ai.response.finishReason", "stop"))!;

        chat.Messages.Select(Line).ShouldBe(["user: hi", """assistant: call(c1, add, {"a":1})""", "tool: result(c1, 2)", "assistant: hello (stop)"]);
        chat.ToolDefinitions.ShouldBe([new ChatTool("add", null, "{}")]);
    }

    [Fact]
    public void Read_MessageEvents_GivesTheirMessages()
    {
        var span = Span(1, 1).With("gen_ai.operation.name", "chat");
        span.Events.Add(new Span.Types.Event { Name = "gen_ai.user.message", Attributes = { Attribute("content", "hi") } });
        span.Events.Add(new Span.Types.Event
        {
            Name = "gen_ai.choice",
            Attributes = { Attribute("gen_ai.event.content", """{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"hello"}}""") },
        });

        ChatMessages.Read(span)!.Messages.Select(Line).ShouldBe(["user: hi", "assistant: hello (stop)"]);
    }

    [Fact]
    public void Read_MlflowInputsInNativeForm_GivesMessages()
    {
        var messages = new AnyValue
        {
            KvlistValue = new KeyValueList
            {
                Values =
                {
                    Attribute("messages", new AnyValue { ArrayValue = new ArrayValue { Values = { new AnyValue { KvlistValue = new KeyValueList
                    {
                        Values = { Attribute("role", "user"), Attribute("content", "hi") },
                    } } } } }),
                },
            },
        };

        ChatMessages.Read(Span(1, 1).With("mlflow.spanInputs", messages))!.Messages.Select(Line).ShouldBe(["user: hi"]);
    }

    [Theory]
    [InlineData("TOOL", """{"input":"a"}""")]
    [InlineData("EMBEDDING", """{"input":"a"}""")]
    [InlineData("CHAIN", """{"input":"a"}""")]
    [InlineData("CHAIN", "\"a\"")]
    [InlineData("LLM", """{"question":"a"}""")]
    [InlineData("LLM", """{"system":"be kind"}""")]
    [InlineData("LLM", "[]")]
    [InlineData("LLM", "12")]
    [InlineData("LLM", """{"messages":[{"role":"user","content":""}]}""")]
    [InlineData("LLM", """{"\ud800":[{"role":"user","content":"a"}]}""")]
    public void Read_WhatIsNoChat_IsNone(string kind, string inputs) =>
        ChatMessages.Read(Span(1, 1).With("openinference.span.kind", kind).With("input.value", inputs)).ShouldBeNull();

    [Fact]
    public void Read_TextWithHalfASurrogatePair_IsShownWithItsEscapes() =>
        ChatMessages.Read(Span(1, 1).With("mlflow.spanInputs", """{"messages":[{"role":"user","content":"half \ud800"}]}"""))!
            .Messages.Select(Line).ShouldBe(["""user: "half \ud800" """.TrimEnd()]);

    private static string Line(ChatMessage message) =>
        $"{message.Role}: {string.Join(" | ", message.Parts.Select(Text))}{(message.FinishReason is null ? "" : $" ({message.FinishReason})")}";

    private static string Text(ChatPart part) => part.Kind switch
    {
        ChatPartKind.Text => part.Text!,
        ChatPartKind.Reasoning => $"thinks({part.Text})",
        ChatPartKind.ToolCall => $"call({part.Id}, {part.Name}, {part.Text})",
        ChatPartKind.ToolResult => $"result({part.Id}, {part.Text})",
        ChatPartKind.Media => $"media({string.Join(", ", new[] { part.MediaType, part.Uri, part.Text }.Where(text => text is not null))})",
        _ => $"other({part.Text})",
    };
}
