using OtelBridge.Attributes;
using OtelBridge.Export;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Tests.Export.Dialects;

/// <summary>What collectors that want OpenInference get of every span type.</summary>
public sealed class OpenInferenceTests
{
    private static readonly string[] Own = ["llm.", "input.", "output.", "openinference.", "retrieval.", "reranker.", "embedding.", "tool.", "agent."];

    [Theory]
    [InlineData(SpanType.ChatModel, "LLM")]
    [InlineData(SpanType.Llm, "LLM")]
    [InlineData(SpanType.Embedding, "EMBEDDING")]
    [InlineData(SpanType.Retriever, "RETRIEVER")]
    [InlineData(SpanType.Reranker, "RERANKER")]
    [InlineData(SpanType.Tool, "TOOL")]
    [InlineData(SpanType.Agent, "AGENT")]
    [InlineData(SpanType.Chain, "CHAIN")]
    [InlineData(SpanType.Workflow, "CHAIN")]
    [InlineData(SpanType.Task, "CHAIN")]
    [InlineData(SpanType.Parser, "CHAIN")]
    [InlineData(SpanType.Memory, "CHAIN")]
    [InlineData(SpanType.Guardrail, "GUARDRAIL")]
    [InlineData(SpanType.Evaluator, "EVALUATOR")]
    [InlineData(SpanType.Unknown, "UNKNOWN")]
    [InlineData("CUSTOM", "UNKNOWN")]
    public async Task SpanType_AtACollector_HasItsKindInputsAndOutputs(string type, string kind)
    {
        var span = await TranslatedSpan.OfAsync(SpanDialects.OpenInference, type, """{"question":"why?"}""", "\"because\"");

        span.Attribute("openinference.span.kind").ShouldBe(kind);
        span.Said("input.", "output.").ShouldBe(new Dictionary<string, string>
        {
            ["input.value"] = """{"question":"why?"}""", ["input.mime_type"] = "application/json", ["output.value"] = "because", ["output.mime_type"] = "text/plain",
        }, ignoreOrder: true);
        span.Said("mlflow.").ShouldBeEmpty();
        span.Kind.ShouldBe(OtelBridge.Otlp.Span.Types.SpanKind.Internal);
    }

    [Fact]
    public async Task ChatModel_OfOpenAi_IsFlattened()
    {
        const string Inputs = """
            {"model":"gpt-4o","temperature":0.5,"messages":[{"role":"system","content":"Be brief."},
             {"role":"user","content":[{"type":"text","text":"See"},{"type":"image_url","image_url":{"url":"http://a/b.png"}}]},
             {"role":"assistant","tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"x\":1}"}}]},
             {"role":"tool","tool_call_id":"c1","content":"sunny"}],
             "tools":[{"type":"function","function":{"name":"f"}}]}
            """;
        const string Outputs = """{"model":"gpt-4o-2024","choices":[{"finish_reason":"stop","message":{"role":"assistant","content":"Sunny."}}]}""";

        var span = await TranslatedSpan.OfAsync(SpanDialects.OpenInference, () =>
        {
            using var call = Mlflow.StartSpan("ask", SpanType.ChatModel).SetTokenUsage(10, 5, null, 3, 2, 1);
            call.Activity!.SetTag(MlflowKeys.SpanInputs, Inputs).SetTag(MlflowKeys.SpanOutputs, Outputs).SetTag(MlflowKeys.MessageFormat, "gemini");
        });

        span.Said(Own).ShouldBe(new Dictionary<string, string>
        {
            ["openinference.span.kind"] = "LLM",
            ["llm.model_name"] = "gpt-4o-2024",
            ["llm.provider"] = "google",
            ["llm.finish_reason"] = "stop",
            ["llm.invocation_parameters"] = """{"temperature":0.5}""",
            ["llm.token_count.prompt"] = "10",
            ["llm.token_count.completion"] = "5",
            ["llm.token_count.total"] = "15",
            ["llm.token_count.prompt_details.cache_read"] = "3",
            ["llm.token_count.prompt_details.cache_write"] = "2",
            ["llm.token_count.completion_details.reasoning"] = "1",
            ["input.value"] = Inputs,
            ["input.mime_type"] = "application/json",
            ["output.value"] = Outputs,
            ["output.mime_type"] = "application/json",
            ["llm.output_messages.0.message.role"] = "assistant",
            ["llm.output_messages.0.message.content"] = "Sunny.",
            ["llm.tools.0.tool.json_schema"] = """{"type":"function","function":{"name":"f"}}""",
            ["llm.input_messages.0.message.role"] = "system",
            ["llm.input_messages.0.message.content"] = "Be brief.",
            ["llm.input_messages.1.message.role"] = "user",
            ["llm.input_messages.1.message.contents.0.message_content.type"] = "text",
            ["llm.input_messages.1.message.contents.0.message_content.text"] = "See",
            ["llm.input_messages.1.message.contents.1.message_content.type"] = "image",
            ["llm.input_messages.1.message.contents.1.message_content.image.image.url"] = "http://a/b.png",
            ["llm.input_messages.2.message.role"] = "assistant",
            ["llm.input_messages.2.message.tool_calls.0.tool_call.id"] = "c1",
            ["llm.input_messages.2.message.tool_calls.0.tool_call.function.name"] = "f",
            ["llm.input_messages.2.message.tool_calls.0.tool_call.function.arguments"] = """{"x":1}""",
            ["llm.input_messages.3.message.role"] = "tool",
            ["llm.input_messages.3.message.content"] = "sunny",
            ["llm.input_messages.3.message.tool_call_id"] = "c1",
        }, ignoreOrder: true);
    }

    [Fact]
    public async Task Documents_OfRetrieverAndReranker_AreFlattened()
    {
        var retriever = await TranslatedSpan.OfAsync(
            SpanDialects.OpenInference, SpanType.Retriever, "\"why?\"", """[{"id":"d1","page_content":"x","metadata":{"score":0.5}},"y"]""");
        var reranker = await TranslatedSpan.OfAsync(
            SpanDialects.OpenInference, SpanType.Reranker, """{"model":"r-1","query":"why?","top_k":1,"documents":["a","b"]}""", """{"results":[{"text":"b","relevance_score":0.9}]}""");

        retriever.Said("retrieval.").ShouldBe(new Dictionary<string, string>
        {
            ["retrieval.documents.0.document.content"] = "x", ["retrieval.documents.0.document.id"] = "d1", ["retrieval.documents.0.document.score"] = "0.5",
            ["retrieval.documents.0.document.metadata"] = """{"score":0.5}""", ["retrieval.documents.1.document.content"] = "y",
        }, ignoreOrder: true);
        reranker.Said("reranker.").ShouldBe(new Dictionary<string, string>
        {
            ["reranker.model_name"] = "r-1", ["reranker.top_k"] = "1", ["reranker.query"] = "why?",
            ["reranker.input_documents.0.document.content"] = "a", ["reranker.input_documents.1.document.content"] = "b",
            ["reranker.output_documents.0.document.content"] = "b", ["reranker.output_documents.0.document.score"] = "0.9",
        }, ignoreOrder: true);
    }

    [Fact]
    public async Task Embedding_TextsAndVectors_AreFlattened()
    {
        var span = await TranslatedSpan.OfAsync(
            SpanDialects.OpenInference, SpanType.Embedding, """{"model":"e","input":["a","b"]}""", """{"data":[{"embedding":[0.5,1]},{"embedding":[2,3]}]}""");

        span.Said("embedding.").ShouldBe(new Dictionary<string, string>
        {
            ["embedding.model_name"] = "e",
            ["embedding.embeddings.0.embedding.text"] = "a", ["embedding.embeddings.1.embedding.text"] = "b",
            ["embedding.embeddings.0.embedding.vector"] = "0.5, 1", ["embedding.embeddings.1.embedding.vector"] = "2, 3",
        }, ignoreOrder: true);
    }

    [Fact]
    public async Task Root_FactsOfTheTrace_AreSaidInTheirWords()
    {
        var span = await TranslatedSpan.OfAsync(SpanDialects.OpenInference, () => Mlflow.Trace("work", () =>
            Mlflow.UpdateCurrentTrace(tags: [new("stage", "test")], metadata: [new("build", "7")], session: "s1", user: "u1")));

        span.Said("session.", "user.", "tag.", "metadata").ShouldBe(new Dictionary<string, string>
        {
            ["session.id"] = "s1", ["user.id"] = "u1", ["tag.tags"] = "stage=test", ["metadata"] = """{"build":"7"}""",
        }, ignoreOrder: true);
    }

    [Fact]
    public async Task SeveralDialects_AtOnce_StandBesideEachOther()
    {
        var span = await TranslatedSpan.OfAsync(
            SpanDialects.Mlflow | SpanDialects.GenAi | SpanDialects.OpenInference, SpanType.ChatModel, "\"hi\"", "\"ho\"");

        span.Attribute(MlflowKeys.SpanInputs).ShouldBe("\"hi\"");
        GenAiText.Of(span).ShouldBe("user: text hi");
        span.Attribute("llm.input_messages.0.message.content").ShouldBe("hi");
    }
}
