namespace OtelBridge.Testing.Tests.Comparing;

public sealed class TraceAssertionTests
{
    [Theory]
    [InlineData("AGENT run\n  TOOL look 17\n    CHAIN deep\n  TOOL look 18 [ERROR]")]
    [InlineData("\r\n        AGENT run\r\n            TOOL look *\r\n                CHAIN deep\r\n            TOOL look * [ERROR]\r\n    ")]
    [InlineData("AGENT run\n\tTOOL look 17\n\t\tCHAIN *\n\t* [ERROR]\n")]
    public async Task Tree_InWhateverIndentation_IsTheSame(string tree)
    {
        var trace = await RunAsync();

        trace.ShouldHaveTree(tree).ShouldBeSameAs(trace);
    }

    [Theory]
    [InlineData("AGENT run\n  TOOL look 17\n  CHAIN deep\n  TOOL look 18 [ERROR]")]
    [InlineData("AGENT run\n  TOOL look 17\n    CHAIN deep\n  TOOL look 18")]
    [InlineData("AGENT run\n  TOOL look 17\n    CHAIN deep")]
    [InlineData("AGENT run\n  TOOL look 18 [ERROR]\n  TOOL look 17\n    CHAIN deep")]
    [InlineData("AGENT run\n  TOOL look 17\n  * deep\n  TOOL look 18 [ERROR]")]
    [InlineData("")]
    public async Task Tree_ThatIsAnother_Fails(string tree)
    {
        var trace = await RunAsync();

        Should.Throw<TraceAssertionException>(() => trace.ShouldHaveTree(tree)).Message.ShouldEndWith($"The trace is:\n{trace}");
    }

    [Fact]
    public async Task Tree_ThatIsAnother_ShowsTheLinesThatDiffer()
    {
        var trace = await RunAsync();

        var failure = Should.Throw<TraceAssertionException>(() => trace.ShouldHaveTree("""
            AGENT run
              TOOL look *
                CHAIN shallow
              TOOL look * [ERROR]
            """));

        failure.Message.ShouldStartWith("""
            The trace has another tree (- expected, + actual):
              AGENT run
                TOOL look 17
            -     CHAIN shallow
            +     CHAIN deep
                TOOL look 18 [ERROR]
            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Errors_AreNamedWithWhatTheySay()
    {
        var trace = await RunAsync();

        Should.Throw<TraceAssertionException>(() => trace.ShouldHaveNoErrors()).Message.ShouldStartWith("Spans failed:\nlook 18: TimeoutException: too slow\n");
        trace.Find("look 18").Exception!.Type.ShouldBe("System.TimeoutException");
    }

    [Theory]
    [InlineData("""{"city":"Oslo"}""")]
    [InlineData("""{"place":{"lat":59.90}}""")]
    [InlineData("""{"days":[{"n":1},{"n":2.0}],"unit":null}""")]
    [InlineData("{}")]
    public async Task Inputs_WithWhatIsExpected_Pass(string json)
    {
        var span = (await RunAsync()).Find("look 17");

        span.ShouldHaveInputs(json).ShouldBeSameAs(span);
    }

    [Theory]
    [InlineData("""{"city":"Bergen"}""", "$.city is \"Oslo\"; expected \"Bergen\"")]
    [InlineData("""{"place":{"lon":1}}""", "$.place.lon is missing; expected 1")]
    [InlineData("""{"days":[{"n":1}]}""", "$.days has 2 elements; expected 1")]
    [InlineData("""{"days":[{"n":1},{"n":3}]}""", "$.days[1].n is 2; expected 3")]
    [InlineData("""{"unit":"C"}""", "$.unit is null; expected \"C\"")]
    [InlineData("[]", "$ is {")]
    public async Task Inputs_WithoutWhatIsExpected_SayWhere(string json, string difference)
    {
        var span = (await RunAsync()).Find("look 17");

        Should.Throw<TraceAssertionException>(() => span.ShouldHaveInputs(json)).Message.ShouldStartWith($"Inputs of TOOL look 17: {difference}");
    }

    [Fact]
    public async Task Outputs_ThatAreMissing_FailAndThoseThatAreThereAreCompared()
    {
        var trace = await RunAsync();

        trace.Root.ShouldHaveOutputs("\"done\"");
        Should.Throw<TraceAssertionException>(() => trace.Find("deep").ShouldHaveOutputs("1")).Message.ShouldContain("$ is missing; expected 1");
        Should.Throw<ArgumentException>(() => trace.Root.ShouldHaveOutputs("done"));
    }

    [Fact]
    public async Task Attributes_OfEachKind_AreComparedByValue()
    {
        var span = (await RunAsync()).Find("look 17");

        span.ShouldHaveAttribute("text", "a").ShouldHaveAttribute("count", 3).ShouldHaveAttribute("share", 0.5).ShouldHaveAttribute("is", true)
            .ShouldHaveAttribute("list", new[] { "x", "y" });
        Should.Throw<TraceAssertionException>(() => span.ShouldHaveAttribute("count", 4)).Message.ShouldContain("Attribute count of TOOL look 17: $ is 3; expected 4");
        Should.Throw<TraceAssertionException>(() => span.ShouldHaveAttribute("none", 4)).Message.ShouldContain("$ is missing");
    }

    [Fact]
    public async Task Tokens_ThatDiffer_AreSaid()
    {
        var trace = await RunAsync();

        trace.ShouldHaveTokens(input: 3, output: 4).Find("look 17").ShouldHaveTokens(input: 3, output: 4);
        Should.Throw<TraceAssertionException>(() => trace.ShouldHaveTokens(3, 5)).Message.ShouldStartWith("The trace used 3 tokens of input and 4 of output; expected 3 tokens of input and 5 of output.");
        Should.Throw<TraceAssertionException>(() => trace.Root.ShouldHaveTokens(3, 4)).Message.ShouldStartWith("AGENT run used no tokens that it says");
    }

    [Fact]
    public async Task Tree_OfSpansNestedVeryDeep_IsWritten()
    {
        using var capture = TraceCapture.Start();
        var spans = new Stack<MlflowSpan>();
        for (var i = 0; i < 5_000; i++)
        {
            spans.Push(Mlflow.StartSpan("level"));
        }

        while (spans.TryPop(out var span))
        {
            span.Dispose();
        }

        var trace = await capture.WaitForTraceAsync();

        trace.Spans.Count.ShouldBe(5_000);
        trace.ToString().Split('\n')[^1].ShouldBe(new string(' ', 2 * 4_999) + "UNKNOWN level");
    }

    private static async Task<CapturedTrace> RunAsync()
    {
        using var capture = TraceCapture.Start();
        using (var root = Mlflow.StartSpan("run", SpanType.Agent))
        {
            using (var first = Mlflow.StartSpan("look 17", SpanType.Tool, new { city = "Oslo", place = new { lat = 59.9 }, days = new[] { new { n = 1 }, new { n = 2 } }, unit = (string?)null }))
            {
                first.SetAttribute("text", "a").SetAttribute("count", 3).SetAttribute("share", 0.5).SetAttribute("is", true).SetAttribute("list", new[] { "x", "y" })
                    .SetAttribute("mlflow.chat.tokenUsage", """{"input_tokens":3,"output_tokens":4,"total_tokens":7}""");
                using var deep = Mlflow.StartSpan("deep", SpanType.Chain);
            }

            using var second = Mlflow.StartSpan("look 18", SpanType.Tool);
            second.RecordException(new TimeoutException("too slow"));
            root.SetOutputs("done");
        }

        return await capture.WaitForTraceAsync();
    }
}
