using System.Diagnostics;

namespace OtelBridge.Documents.Tests.Snippets;

public sealed class SourcesSnippets
{
    [Fact]
    public void Libraries_AreSwitchedOffInCode()
    {
        using var azure = new ActivitySource("Azure.AI.Inference.ChatCompletionsClient");
        using var openAI = new ActivitySource("OpenAI.ChatClient");

        // begin sources-switch-off
        using var tracing = MlflowTracing.Init(o => o.GenAI.Libraries = GenAILibraries.All & ~GenAILibraries.Azure);
        // end sources-switch-off

        (azure.HasListeners(), openAI.HasListeners()).ShouldBe((false, true));
    }
}
