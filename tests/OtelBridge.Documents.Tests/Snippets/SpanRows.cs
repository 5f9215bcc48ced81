namespace OtelBridge.Documents.Tests.Snippets;

/// <summary>The rows of docs/python-to-dotnet.md about what one sets on a span.</summary>
public sealed class SpanRows : AgainstAServer
{
    [Fact]
    public async Task Setters_OnASpan_AreStored()
    {
        using (var span = Mlflow.StartSpan("answer"))
        {
            // begin row:LiveSpan.set_inputs
            span.SetInputs(new { question = "Why?" });
            // end row:LiveSpan.set_inputs
            // begin row:LiveSpan.set_outputs
            span.SetOutputs(new { text = "Because." });
            // end row:LiveSpan.set_outputs
            // begin row:LiveSpan.set_attribute
            span.SetAttribute("temperature", 0.7);
            // end row:LiveSpan.set_attribute
            // begin row:LiveSpan.set_attributes
            span.SetAttributes(new Dictionary<string, object?> { ["tier"] = "gold", ["retries"] = 2 });
            // end row:LiveSpan.set_attributes
            // begin row:LiveSpan.set_span_type
            span.SetSpanType(SpanType.Llm);
            // end row:LiveSpan.set_span_type
            // begin row:LiveSpan.add_event
            span.AddEvent("first token", new Dictionary<string, object?> { ["ms"] = 120 });
            // end row:LiveSpan.add_event
            // begin row:LiveSpan.set_status
            span.SetStatus(SpanStatus.Error, "no such model");
            // end row:LiveSpan.set_status
        }

        var stored = (await StoredAsync(Mlflow.LastActiveTraceId)).Spans.Single();
        stored.Inputs!.Value.GetProperty("question").GetString().ShouldBe("Why?");
        stored.Outputs!.Value.GetProperty("text").GetString().ShouldBe("Because.");
        stored.Attributes["temperature"].GetDouble().ShouldBe(0.7);
        stored.Attributes["retries"].GetInt32().ShouldBe(2);
        stored.SpanType.ShouldBe("LLM");
        stored.Events.Single().Name.ShouldBe("first token");
        (stored.Status, stored.StatusDescription).ShouldBe((SpanStatus.Error, "no such model"));
    }

    [Fact]
    public async Task RecordException_OnASpan_IsAnEventAndTheStatus()
    {
        var exception = new InvalidOperationException("boom");
        using (var span = Mlflow.StartSpan("answer"))
        {
            // begin row:LiveSpan.record_exception
            span.RecordException(exception);
            // end row:LiveSpan.record_exception
        }

        var stored = (await StoredAsync(Mlflow.LastActiveTraceId)).Spans.Single();
        stored.Status.ShouldBe(SpanStatus.Error);
        stored.Events.Single().Attributes["exception.message"].GetString().ShouldBe("boom");
    }

    [Fact]
    public async Task End_WithOutputs_EndsTheSpan()
    {
        var span = Mlflow.StartSpan("answer");

        // begin row:LiveSpan.end
        span.End(outputs: new { text = "Because." }, status: SpanStatus.Ok);
        // end row:LiveSpan.end

        (await StoredAsync(span.TraceId)).Spans.Single().Outputs!.Value.GetProperty("text").GetString().ShouldBe("Because.");
    }
}
