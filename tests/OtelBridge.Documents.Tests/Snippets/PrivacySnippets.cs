using OtelBridge.Export;

namespace OtelBridge.Documents.Tests.Snippets;

public sealed class PrivacySnippets : AgainstAServer
{
    // begin privacy-attributes
    [Trace(CaptureOutputs = false)]
    private static string Login(string user, [TraceIgnore] string password) => $"token of {user} {password.Length}";
    // end privacy-attributes

    [Fact]
    public async Task Attributes_ThatKeepBack_KeepBack()
    {
        Login("ada", "secret");

        var span = (await StoredAsync(Mlflow.LastActiveTraceId)).Spans.Single();
        span.Inputs!.Value.GetRawText().ShouldBe("""{"user":"ada"}""");
        span.Outputs.ShouldBeNull();
    }

    [Fact]
    public void Masks_AreSetInCode()
    {
        // begin privacy-masks
        using var tracing = MlflowTracing.Init(o =>
        {
            o.Masks.Add(new MaskRule { Keys = { "password", "*secret*" } });                                   // at every destination
            o.Destinations["jaeger"] = new ExportDestinationOptions { Endpoint = "http://localhost:4317" };
            o.Destinations["jaeger"].Masks.Add(new MaskRule { JsonPath = "$.messages[*].content" });           // at this one alone
        });
        // end privacy-masks

        tracing.ShouldNotBeNull();
    }

    [Fact]
    public async Task Processor_ThatMasks_Masks()
    {
        // begin privacy-processor
        using var masking = Mlflow.Configure(span =>
        {
            if (span.SpanType == SpanType.ChatModel)
            {
                span.SetInputs("[kept back]");
            }
        });
        // end privacy-processor

        Mlflow.StartSpan("chat", SpanType.ChatModel, new { question = "my number is 4111" }).End();

        (await StoredAsync(Mlflow.LastActiveTraceId)).Spans.Single().Inputs!.Value.GetString().ShouldBe("[kept back]");
    }
}
