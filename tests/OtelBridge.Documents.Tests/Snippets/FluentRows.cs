using OtelBridge.Entities;

namespace OtelBridge.Documents.Tests.Snippets;

/// <summary>The rows of docs/python-to-dotnet.md about spans and the trace that the code is in.</summary>
public sealed class FluentRows : AgainstAServer
{
    private const string Text = "a text";

    [Fact]
    public async Task Trace_OnAMethod_RecordsInputsAndOutputs()
    {
        // begin row:mlflow.trace
        [Trace("sum", SpanType = SpanType.Tool)]
        static int Add(int x, int y, int z = 2) => x + (y - z);

        var sum = Add(2, 4);
        var raised = Mlflow.Trace(Math.Pow)(2, 3);
        // end row:mlflow.trace

        (sum, raised).ShouldBe((4, 8));
        var span = (await StoredAsync(Mlflow.LastActiveTraceId)).Spans.Single();
        span.Name.ShouldBe("Pow");
        span.Inputs!.Value.GetProperty("y").GetDouble().ShouldBe(3);
    }

    [Fact]
    public async Task StartSpan_InUsing_IsTheCurrentSpan()
    {
        // begin row:mlflow.start_span
        using (var span = Mlflow.StartSpan("search", SpanType.Retriever))
        {
            span.SetInputs(new { query = Text }).SetOutputs(new { count = 3 });
        }
        // end row:mlflow.start_span

        (await StoredAsync(Mlflow.LastActiveTraceId)).Spans.Single().SpanType.ShouldBe("RETRIEVER");
    }

    [Fact]
    public async Task StartSpanNoContext_WithAParent_IsItsChildAndNeverCurrent()
    {
        // begin row:mlflow.start_span_no_context
        var root = Mlflow.StartSpanNoContext("job", tags: new Dictionary<string, string> { ["queue"] = "night" });
        var child = Mlflow.StartSpanNoContext("step", parent: root, inputs: new { id = 7 });
        child.End();
        root.End();
        // end row:mlflow.start_span_no_context

        var trace = await StoredAsync(root.TraceId);
        trace.Spans.Select(static s => (s.Name, s.ParentId)).ShouldBe([("job", null), ("step", root.SpanId)]);
        trace.Info.Tags["queue"].ShouldBe("night");
    }

    [Fact]
    public void CurrentSpan_InsideASpan_IsThatSpan()
    {
        using var _ = Mlflow.StartSpan("outer");

        // begin row:mlflow.get_current_active_span
        Mlflow.CurrentSpan.SetAttribute("model", "gpt-4o");
        // end row:mlflow.get_current_active_span

        Mlflow.CurrentSpan.Activity!.GetTagItem("model").ShouldBe("gpt-4o");
    }

    [Fact]
    public void ActiveTraceId_InsideASpan_IsItsTrace()
    {
        using var span = Mlflow.StartSpan("outer");

        // begin row:mlflow.get_active_trace_id
        var id = Mlflow.ActiveTraceId;
        // end row:mlflow.get_active_trace_id

        id.ShouldBe(span.TraceId);
    }

    [Fact]
    public void LastActiveTraceId_AfterASpan_IsItsTrace()
    {
        var span = Mlflow.StartSpan("outer");
        span.End();

        // begin row:mlflow.get_last_active_trace_id
        var id = Mlflow.LastActiveTraceId;
        // end row:mlflow.get_last_active_trace_id

        id.ShouldBe(span.TraceId);
    }

    [Fact]
    public async Task UpdateCurrentTrace_InsideASpan_SaysMoreOfTheTrace()
    {
        using (Mlflow.StartSpan("answer"))
        {
            // begin row:mlflow.update_current_trace
            Mlflow.UpdateCurrentTrace(
                tags: new Dictionary<string, string> { ["tier"] = "gold" },
                clientRequestId: "req-1",
                requestPreview: "Why?",
                session: "chat-9",
                user: "ada");
            // end row:mlflow.update_current_trace
        }

        var info = (await StoredAsync(Mlflow.LastActiveTraceId)).Info;
        (info.Tags["tier"], info.ClientRequestId, info.RequestPreview).ShouldBe(("gold", "req-1", "Why?"));
    }

    [Fact]
    public async Task AddTrace_InsideASpan_PutsItsSpansBelow()
    {
        var remote = await StoredAsync(await SomeTraceAsync("remote"));

        using (Mlflow.StartSpan("caller"))
        {
            // begin row:mlflow.add_trace
            Mlflow.AddTrace(remote);
            // end row:mlflow.add_trace
        }

        (await StoredAsync(Mlflow.LastActiveTraceId)).Spans.Select(static s => s.Name).ShouldBe(["caller", "remote"]);
    }

    [Fact]
    public async Task LogTrace_OfFinishedWork_IsATraceOfOneSpan()
    {
        // begin row:mlflow.log_trace
        var id = Mlflow.LogTrace("import", request: new { file = "a.csv" }, response: new { rows = 12 });
        // end row:mlflow.log_trace

        (await StoredAsync(id)).Spans.Single().Outputs!.Value.GetProperty("rows").GetInt32().ShouldBe(12);
    }

    [Fact]
    public void Disable_AndEnable_TurnTracingOffAndOn()
    {
        // begin row:mlflow.tracing.disable
        Mlflow.Disable();
        // end row:mlflow.tracing.disable

        Mlflow.StartSpan("unseen").IsRecording.ShouldBeFalse();

        // begin row:mlflow.tracing.is_enabled
        var traces = Mlflow.IsEnabled;
        // end row:mlflow.tracing.is_enabled

        traces.ShouldBeFalse();

        // begin row:mlflow.tracing.enable
        Mlflow.Enable();
        // end row:mlflow.tracing.enable

        using var seen = Mlflow.StartSpan("seen");
        seen.IsRecording.ShouldBeTrue();
    }

    [Fact]
    public void Reset_AfterSettings_ForgetsThem()
    {
        Mlflow.Disable();

        // begin row:mlflow.tracing.reset
        Mlflow.Reset();
        // end row:mlflow.tracing.reset

        Mlflow.IsEnabled.ShouldBeTrue();
    }

    [Fact]
    public async Task SetDestination_OfAnExperiment_TakesItsTraces()
    {
        using var client = new MlflowClient(TrackingUri);
        var experiment = await client.CreateExperimentAsync("billing");

        // begin row:mlflow.tracing.set_destination
        using (Mlflow.SetDestination(MlflowDestination.Experiment(experiment)))
        {
            Mlflow.StartSpan("invoice").End();
        }
        // end row:mlflow.tracing.set_destination

        (await StoredAsync(Mlflow.LastActiveTraceId)).Info.ExperimentId.ShouldBe(experiment);
    }

    [Fact]
    public async Task Configure_WithAProcessor_ChangesSpansBeforeTheyLeave()
    {
        // begin row:mlflow.tracing.configure
        using (Mlflow.Configure(span => span.SetAttribute("card", "****")))
        {
            using var span = Mlflow.StartSpan("pay");
            span.SetAttribute("card", "4111 1111 1111 1111");
        }
        // end row:mlflow.tracing.configure

        (await StoredAsync(Mlflow.LastActiveTraceId)).Spans.Single().Attributes["card"].GetString().ShouldBe("****");
    }

    [Fact]
    public async Task SetChatTools_OnASpan_KeepsTheDefinitions()
    {
        var tools = new[] { new { type = "function", function = new { name = "weather" } } };

        using (var span = Mlflow.StartSpan("chat", SpanType.ChatModel))
        {
            // begin row:mlflow.tracing.set_span_chat_tools
            span.SetChatTools(tools);
            // end row:mlflow.tracing.set_span_chat_tools
        }

        (await StoredAsync(Mlflow.LastActiveTraceId)).Spans.Single().Attributes["mlflow.chat.tools"][0].GetProperty("function").GetProperty("name").GetString().ShouldBe("weather");
    }

    [Fact]
    public async Task FlushAsync_AfterASpan_SaysThatItWasSent()
    {
        Mlflow.StartSpan("answer").End();

        // begin row:mlflow.flush_trace_async_logging
        var flushed = await Mlflow.FlushAsync();
        // end row:mlflow.flush_trace_async_logging

        flushed.IsComplete.ShouldBeTrue();
    }
}
