using System.ClientModel;
using ChatModels.Scripting;
using Microsoft.Extensions.AI;
using OtelBridge.Attributes;
using OtelBridge.GenAI.Tests.Models;

namespace OtelBridge.GenAI.Tests.Packages;

/// <summary>Embeddings of OpenAI 2.15.0, which says nothing of them itself.</summary>
[Collection(TracingCollection.Name)]
public sealed class OpenAIEmbeddingTests(StoreFixture store)
{
    [Fact]
    public async Task Embeddings_Traced_AreOneSpanWithTextsModelAndTokens()
    {
        await using var server = await ScriptedModelServer.StartAsync();
        using var program = new TracedProgram(store);

        await ModelClients.OpenAIEmbeddings(server).UseMlflowTracing()
            .GenerateAsync(["the cat sat", "the dog"], new EmbeddingGenerationOptions { Dimensions = 16 });

        var trace = await program.TraceAsync();
        trace.Tree().ShouldBe(["EMBEDDING embeddings text-embedding-3-small"]);
        var span = trace.Spans[0];
        span.Inputs!.Value.GetProperty("input")[1].GetString().ShouldBe("the dog");
        span.Text(MlflowKeys.LlmModel).ShouldBe("text-embedding-3-small");
        span.Text(MlflowKeys.LlmProvider).ShouldBe("openai");
        span.Text(GenAiKeys.EmbeddingsDimensionCount).ShouldBe("16");
        span.TokenUsage.ShouldNotBeNull().InputTokens.ShouldBe(5);
        trace.Info.TokenUsage.ShouldNotBeNull().InputTokens.ShouldBe(5);
    }

    [Fact]
    public async Task Embeddings_Refused_AreAnError()
    {
        await using var server = await ScriptedModelServer.StartAsync();
        server.Script.ThenFor("/v1/embeddings", ModelAnswer.Refuses(400, "Too long."));
        using var program = new TracedProgram(store);

        await Should.ThrowAsync<ClientResultException>(() => ModelClients.OpenAIEmbeddings(server).UseMlflowTracing().GenerateAsync(["text"]));

        var span = await program.SpanAsync();
        span.Status.ShouldBe(SpanStatus.Error);
        span.Text(OTelKeys.ErrorType).ShouldBe("System.ClientModel.ClientResultException");
        span.Exception().ShouldNotBeNull().Message.ShouldNotBeNull().ShouldContain("Too long.");
    }

    [Fact]
    public async Task Embeddings_ForRetrieval_HangBelowTheRetriever()
    {
        await using var server = await ScriptedModelServer.StartAsync();
        using var program = new TracedProgram(store);
        var generator = ModelClients.OpenAIEmbeddings(server).UseMlflowTracing();

        using (Mlflow.StartSpan("search", SpanType.Retriever))
        {
            await Task.WhenAll(generator.GenerateAsync(["one"]), generator.GenerateAsync(["two"]));
        }

        (await program.TraceAsync()).Tree().ShouldBe(
            ["RETRIEVER search", "  EMBEDDING embeddings text-embedding-3-small", "  EMBEDDING embeddings text-embedding-3-small"]);
    }
}
