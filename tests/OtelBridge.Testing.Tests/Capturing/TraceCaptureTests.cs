namespace OtelBridge.Testing.Tests.Capturing;

public sealed class TraceCaptureTests
{
    [Fact]
    public async Task Capture_OfASpan_HasEverythingThatWasSaid()
    {
        using var capture = TraceCapture.Start();
        using (Mlflow.UseSession("s-1", "ada"))
        using (var span = Mlflow.StartSpan("answer", SpanType.ChatModel, new { question = "why" }))
        {
            Mlflow.UpdateCurrentTrace(tags: new Dictionary<string, string> { ["team"] = "blue" }, metadata: new Dictionary<string, string> { ["build"] = "7" });
            span.SetOutputs("because")
                .SetAttribute("gen_ai.request.model", "gpt-4o")
                .SetAttribute("mlflow.chat.tokenUsage", """{"input_tokens":12,"output_tokens":3,"total_tokens":15}""")
                .SetAttribute("mlflow.llm.cost", """{"input_cost":0.001,"output_cost":0.002,"total_cost":0.003}""")
                .SetAttribute("answer.length", 7)
                .AddEvent("thought", new Dictionary<string, object?> { ["steps"] = 2 })
                .RecordException(new InvalidOperationException("not sure"));
        }

        var trace = await capture.WaitForTraceAsync("answer");

        trace.Session.ShouldBe("s-1");
        trace.User.ShouldBe("ada");
        trace.Tags.ShouldBe(new Dictionary<string, string> { ["team"] = "blue" });
        trace.Metadata.ShouldBe(new Dictionary<string, string> { ["build"] = "7" });
        trace.Cost.ShouldBe(0.003m);
        trace.TraceId.ShouldBe(Mlflow.LastActiveTraceIdOfFlow);
        var root = trace.Root;
        root.Type.ShouldBe(SpanType.ChatModel);
        root.Inputs!.Value.GetProperty("question").GetString().ShouldBe("why");
        root.Outputs!.Value.GetString().ShouldBe("because");
        root.Model.ShouldBe("gpt-4o");
        root.Tokens.ShouldBe(new Entities.TokenUsage(12, 3, 15));
        root.Cost.ShouldBe(0.003m);
        root.Attributes["answer.length"].GetInt32().ShouldBe(7);
        root.Events.Select(e => e.Name).ShouldBe(["thought", "exception"]);
        root.Exception.ShouldNotBeNull().Message.ShouldBe("not sure");
        root.Exception!.Type.ShouldBe("System.InvalidOperationException");
        root.Status.ShouldBe(SpanStatus.Error);
        root.IsOpen.ShouldBeFalse();
        root.Source.ShouldBe("OtelBridge");
        trace.ToString().ShouldBe("CHAT_MODEL answer [ERROR]");
    }

    [Fact]
    public async Task Tokens_OfATrace_AreNotCountedTwice()
    {
        using var capture = TraceCapture.Start();
        using (Mlflow.StartSpan("run"))
        {
            using (var agent = Mlflow.StartSpan("agent", SpanType.Agent))
            {
                agent.SetAttribute("mlflow.chat.tokenUsage", """{"input_tokens":10,"output_tokens":5,"total_tokens":15}""");
                using var call = Mlflow.StartSpan("call", SpanType.ChatModel).SetAttribute("mlflow.chat.tokenUsage", """{"input_tokens":10,"output_tokens":5,"total_tokens":15}""");
            }

            using var other = Mlflow.StartSpan("other", SpanType.ChatModel).SetAttribute("mlflow.chat.tokenUsage", """{"input_tokens":1,"output_tokens":2,"total_tokens":3}""");
        }

        (await capture.WaitForTraceAsync()).ShouldHaveTokens(input: 11, output: 7);
    }

    [Fact]
    public async Task Nested_Captures_BothSeeWhatIsInBoth()
    {
        using var outer = TraceCapture.Start();
        Mlflow.StartSpan("before").Dispose();
        using (var inner = TraceCapture.Start())
        {
            Mlflow.StartSpan("inside").Dispose();
            (await inner.WaitForTraceAsync()).Root.Name.ShouldBe("inside");
            inner.Traces.Count.ShouldBe(1);
        }

        Mlflow.StartSpan("after").Dispose();

        (await outer.WaitForTracesAsync(3)).Select(trace => trace.Root.Name).ShouldBe(["before", "inside", "after"]);
    }

    [Fact]
    public async Task Child_OnAThreadThatKnowsNoTest_IsCapturedByItsParent()
    {
        using var capture = TraceCapture.Start();
        using var parent = Mlflow.StartSpanNoContext("job");
        OnAThreadOfItsOwn(() => Mlflow.StartSpanNoContext("step", parent: parent).Dispose());
        OnAThreadOfItsOwn(() => Mlflow.StartSpan("unrelated").Dispose());
        parent.End();

        (await capture.WaitForTraceAsync()).ShouldHaveTree("""
            UNKNOWN job
              UNKNOWN step
            """);
        capture.Traces.Count.ShouldBe(1);
    }

    [Fact]
    public async Task WaitForTrace_OfASpanThatEndsOnAnotherThread_WaitsForIt()
    {
        using var capture = TraceCapture.Start();
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var work = Task.Run(async () =>
        {
            using var span = Mlflow.StartSpan("slow");
            await release.Task;
        });
        var waiting = capture.WaitForTraceAsync("slow");

        waiting.IsCompleted.ShouldBeFalse();
        release.SetResult();

        (await waiting).Root.IsOpen.ShouldBeFalse();
        await work;
    }

    [Fact]
    public async Task WaitForTrace_ThatDoesNotCome_SaysWhatIsThere()
    {
        using var capture = TraceCapture.Start();
        using var open = Mlflow.StartSpan("open", SpanType.Chain);
        using (Mlflow.StartSpan("step", SpanType.Tool))
        {
        }

        var failure = await Should.ThrowAsync<TraceAssertionException>(() => capture.WaitForTraceAsync("other", TimeSpan.FromMilliseconds(20)));

        failure.Message.ShouldContain("Waited 0.02 s for a trace named \"other\" to end");
        failure.Message.ShouldContain("(not ended):\nCHAIN open [OPEN]\n  TOOL step");
        Should.Throw<TraceAssertionException>(() => capture.Traces.Single().ShouldHaveNoOpenSpans()).Message.ShouldContain("Spans have not ended: open.");
    }

    [Fact]
    public async Task WaitForTrace_WithNothing_SaysWhatToCheck()
    {
        using var capture = TraceCapture.Start();

        (await Should.ThrowAsync<TraceAssertionException>(() => capture.WaitForTracesAsync(2, TimeSpan.Zero))).Message.ShouldContain("Nothing was captured.");
    }

    [Fact]
    public async Task WaitForTrace_ThatIsCancelled_IsCancelled()
    {
        using var capture = TraceCapture.Start();
        using var cancellation = new CancellationTokenSource();
        var waiting = capture.WaitForTraceAsync(cancellationToken: cancellation.Token);

        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Dispose_EndsTheCaptureAndKeepsWhatItHas()
    {
        var capture = TraceCapture.Start();
        Mlflow.StartSpan("seen").Dispose();
        await capture.WaitForTraceAsync();

        capture.Dispose();
        capture.Dispose();
        Mlflow.StartSpan("unseen").Dispose();

        capture.Traces.Single().Root.Name.ShouldBe("seen");
    }

    [Fact]
    public async Task Find_ByNameAndType_FindsOneOrSaysWhatIsThere()
    {
        using var capture = TraceCapture.Start();
        using (Mlflow.StartSpan("agent", SpanType.Agent))
        {
            Mlflow.StartSpan("look", SpanType.Tool).Dispose();
            Mlflow.StartSpan("look", SpanType.Tool).Dispose();
            Mlflow.StartSpan("look", SpanType.Chain).Dispose();
        }

        var trace = await capture.WaitForTraceAsync();

        trace.Find("look", SpanType.Chain).Parent.ShouldBe(trace.Root);
        trace.Find(type: SpanType.Agent).Children.Count.ShouldBe(3);
        trace.FindAll(type: SpanType.Tool).Count.ShouldBe(2);
        Should.Throw<TraceAssertionException>(() => trace.Find("look")).Message.ShouldContain("The trace has 3 spans named \"look\", not one.");
        Should.Throw<TraceAssertionException>(() => trace.Find("see", SpanType.Tool)).Message.ShouldStartWith("The trace has no span of type TOOL named \"see\".\n\nThe trace is:\nAGENT agent\n  TOOL look");
    }

    private static void OnAThreadOfItsOwn(Action action)
    {
        var thread = new Thread(() => action());
        thread.UnsafeStart();
        thread.Join();
    }
}
