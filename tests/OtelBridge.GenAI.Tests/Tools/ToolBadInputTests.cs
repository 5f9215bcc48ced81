using System.Collections;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;

namespace OtelBridge.GenAI.Tests.Tools;

public sealed class ToolBadInputTests
{
    [Fact]
    public async Task Tool_WhoseAskedArgumentsThrow_RunsAllTheSame()
    {
        using var spans = new EndedSpans();
        var tool = AIFunctionFactory.Create(static (string city) => $"Warm in {city}", "weather").UseMlflowTracing();
        var arguments = new FaultyArguments { ["city"] = "Rome" };
        using var model = new ScriptedModel(ScriptedModel.Asks(new FunctionCallContent("c1", "weather", arguments))).UseMlflowTracing();

        using (Mlflow.StartSpan("run"))
        {
            await model.GetResponseAsync("go");
            arguments.IsBroken = true;
            (await tool.InvokeAsync(new AIFunctionArguments { ["city"] = "Rome" }))!.ToString().ShouldBe("Warm in Rome");
        }

        spans.Names.ShouldContain("execute_tool weather");
    }

    [Fact]
    public async Task Tool_WhoseNameThrows_RunsAllTheSame()
    {
        using var spans = new EndedSpans();
        var tool = new Nameless(AIFunctionFactory.Create(static () => 7, "seven")).UseMlflowTracing();

        (await tool.InvokeAsync())!.ToString().ShouldBe("7");

        Activity.Current.ShouldBeNull();
    }

    [Fact]
    public async Task Call_OfAClientThatRunsToolsWhichCannotBeAsked_GoesThrough()
    {
        using var spans = new EndedSpans();
        using var inner = new ScriptedModel(ScriptedModel.Says("done"), ScriptedModel.Says("done"));
        using var invoking = new FunctionInvokingChatClient(inner);

        (await invoking.UseMlflowTracing().GetResponseAsync("go", new ChatOptions { Tools = [new Unasked(AIFunctionFactory.Create(static () => 7, "seven"))] })).Text.ShouldBe("done");

        spans.Names.ShouldBe(["orchestrate_tools"]);
        spans.All[0].Status.ShouldBe(ActivityStatusCode.Ok);
    }

    [Fact]
    public async Task Tool_OfAnAnswerThatTwoRequestsShare_HangsOnTheModelCallOfItsOwn()
    {
        using var spans = new EndedSpans();
        var tool = AIFunctionFactory.Create(static (int a) => a, "same").UseMlflowTracing();

        // A cache in memory gives one answer to all who ask.
        var call = new FunctionCallContent("c1", "same", new Dictionary<string, object?> { ["a"] = 1 });
        using var model = new ScriptedModel(ScriptedModel.Asks(call), ScriptedModel.Asks(call)).UseMlflowTracing();
        var first = Mlflow.StartSpanNoContext("first");
        var second = Mlflow.StartSpanNoContext("second");
        foreach (var request in (MlflowSpan[])[first, second])
        {
            Activity.Current = request.Activity;
            await model.GetResponseAsync("go");
        }

        foreach (var request in (MlflowSpan[])[first, second])
        {
            Activity.Current = request.Activity;
            await tool.InvokeAsync(new AIFunctionArguments(call.Arguments));
            request.End();
        }

        var calls = spans.All.Where(static a => a.Type() == SpanType.ChatModel).ToList();
        var tools = spans.All.Where(static a => a.Type() == SpanType.Tool).ToList();
        tools.Select(static a => a.ParentSpanId).ShouldBe(calls.Select(static a => a.SpanId));
    }

    [Fact]
    public async Task Tool_ThatRunsForARequestThatIsNotSampled_IsInNoOtherTrace()
    {
        var call = new FunctionCallContent("c1", "late", new Dictionary<string, object?> { ["a"] = 1 });
        var tool = AIFunctionFactory.Create(static (int a) => a, "late").UseMlflowTracing();
        using (var sampled = new EndedSpans())
        {
            using var model = new ScriptedModel(ScriptedModel.Asks(call)).UseMlflowTracing();
            await model.GetResponseAsync("go");
            sampled.All.Count.ShouldBe(1);
        }

        using var spans = new EndedSpans(static o => o.SamplingRatio = 0);
        using (Mlflow.StartSpan("approval"))
        {
            await tool.InvokeAsync(new AIFunctionArguments(call.Arguments));
        }

        spans.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task Agent_HandingOverToNobody_DoesNotThrow()
    {
        using var spans = new EndedSpans();

        (await MlflowAgent.RunAsync("a", static async run =>
        {
            using (Mlflow.StartSpan("step"))
            {
                return await run.HandOffAsync(null!, static _ => Task.FromResult(1));
            }
        })).ShouldBe(1);

        spans.Names.ShouldBe(["invoke_agent ", "step", "invoke_agent a"], ignoreOrder: true);
    }

    [Fact]
    public async Task Options_OfAClassThatDoesNotCopyItself_ReachTheClientAsTheyAre()
    {
        using var spans = new EndedSpans();
        var seen = new List<ChatOptions?>();
        using var inner = new ScriptedModel(ScriptedModel.Says("done"));
        using var watching = new Watching(inner, seen);
        using var invoking = new FunctionInvokingChatClient(watching);

        await invoking.UseMlflowTracing().GetResponseAsync("go", new OwnOptions { Tenant = "t", Tools = [AIFunctionFactory.Create(static () => 7, "seven")] });

        seen.Single().ShouldBeOfType<OwnOptions>().Tenant.ShouldBe("t");
    }

    private sealed class OwnOptions : ChatOptions
    {
        public string? Tenant { get; init; }
    }

    private sealed class Watching(IChatClient inner, List<ChatOptions?> seen) : DelegatingChatClient(inner)
    {
        public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            seen.Add(options);
            return base.GetResponseAsync(messages, options, cancellationToken);
        }
    }

    private sealed class Nameless(AIFunction inner) : DelegatingAIFunction(inner)
    {
        public override string Name => throw new NotSupportedException("No name.");
    }

    private sealed class Unasked(AIFunction inner) : DelegatingAIFunction(inner)
    {
        public override object? GetService(Type serviceType, object? serviceKey = null) =>
            serviceType.Assembly == typeof(MlflowAgent).Assembly ? throw new NotSupportedException("No services.") : base.GetService(serviceType, serviceKey);
    }

    private sealed class FaultyArguments : IDictionary<string, object?>
    {
        private readonly Dictionary<string, object?> _values = [];

        public bool IsBroken { get; set; }

        public ICollection<string> Keys => Read.Keys;

        public ICollection<object?> Values => Read.Values;

        public int Count => Read.Count;

        public bool IsReadOnly => false;

        private Dictionary<string, object?> Read => IsBroken ? throw new InvalidOperationException("Collection was modified.") : _values;

        public object? this[string key]
        {
            get => Read[key];
            set => Read[key] = value;
        }

        public void Add(string key, object? value) => Read.Add(key, value);

        public void Add(KeyValuePair<string, object?> item) => Read.Add(item.Key, item.Value);

        public void Clear() => Read.Clear();

        public bool Contains(KeyValuePair<string, object?> item) => Read.Contains(item);

        public bool ContainsKey(string key) => Read.ContainsKey(key);

        public void CopyTo(KeyValuePair<string, object?>[] array, int arrayIndex) => ((ICollection<KeyValuePair<string, object?>>)Read).CopyTo(array, arrayIndex);

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => Read.GetEnumerator();

        public bool Remove(string key) => Read.Remove(key);

        public bool Remove(KeyValuePair<string, object?> item) => Read.Remove(item.Key);

        public bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value) => Read.TryGetValue(key, out value);

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
