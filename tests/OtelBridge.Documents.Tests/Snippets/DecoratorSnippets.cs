namespace OtelBridge.Documents.Tests.Snippets;

public sealed class DecoratorSnippets : AgainstAServer
{
    [Fact]
    public async Task Method_Traced_RecordsArgumentsAndResult()
    {
        (await SearchAsync("spans", "a key")).ShouldBe(["1 spans", "2 spans", "3 spans"]);

        var span = (await StoredAsync(Mlflow.LastActiveTraceId)).Spans.Single();
        span.Name.ShouldBe("search");
        span.Inputs!.Value.GetRawText().ShouldBe("""{"question":"spans","k":3}""");
        span.Outputs!.Value.GetArrayLength().ShouldBe(3);
        span.Attributes["index"].GetString().ShouldBe("docs");
    }

    [Fact]
    public async Task Method_WithOutParameter_RecordsItAsAnOutput()
    {
        TryParse("12", out var number).ShouldBeTrue();
        number.ShouldBe(12);

        (await StoredAsync(Mlflow.LastActiveTraceId)).Spans.Single().Outputs!.Value.GetRawText().ShouldBe("""{"result":true,"number":12}""");
    }

    [Fact]
    public async Task Lambda_Traced_IsASpan()
    {
        // begin decorator-lambda
        Func<int, int> twice = [Trace("twice")] (n) => n * 2;
        // end decorator-lambda

        twice(4).ShouldBe(8);
        (await StoredAsync(Mlflow.LastActiveTraceId)).Spans.Single().Name.ShouldBe("twice");
    }

    // begin decorator-method
    [Trace("search", SpanType = SpanType.Retriever), TraceAttributeValue("index", "docs")]
    private static async Task<string[]> SearchAsync(string question, [TraceIgnore] string apiKey, int k = 3, CancellationToken cancellationToken = default)
    {
        await Task.Delay(10, cancellationToken);
        return [.. Enumerable.Range(1, k).Select(i => $"{i} {question}")];
    }
    // end decorator-method

    // begin decorator-out
    [Trace]
    private static bool TryParse(string text, out int number) => int.TryParse(text, out number);
    // end decorator-out
}
