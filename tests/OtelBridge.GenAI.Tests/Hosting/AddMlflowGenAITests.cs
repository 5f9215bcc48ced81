#pragma warning disable MEAI001 // Interfaces that may still change.
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.GenAI.Tests.Embeddings;
using OtelBridge.GenAI.Tests.Images;
using OtelBridge.GenAI.Tests.Speech;
using OtelBridge.GenAI.Tests.Tools;

namespace OtelBridge.GenAI.Tests.Hosting;

public sealed class AddMlflowGenAITests
{
    public static TheoryData<string, Action<IServiceCollection>> Registrations => new()
    {
        { "type", static s => s.AddSingleton<IChatClient, Client>() },
        { "scoped type", static s => s.AddScoped<IChatClient, Client>() },
        { "transient type", static s => s.AddTransient<IChatClient, Client>() },
        { "factory", static s => s.AddSingleton<IChatClient>(static _ => new Client(new Log())) },
        { "instance", static s => s.AddSingleton<IChatClient>(new Client(new Log())) },
    };

    [Theory]
    [MemberData(nameof(Registrations))]
    public async Task Client_HoweverItIsRegistered_IsTracedOnce(string _, Action<IServiceCollection> register)
    {
        using var spans = new EndedSpans();
        var services = new ServiceCollection().AddSingleton<Log>();
        register(services);
        await using var provider = services.AddMlflowGenAI().AddMlflowGenAI().BuildServiceProvider();
        using var scope = provider.CreateScope();

        await scope.ServiceProvider.GetRequiredService<IChatClient>().GetResponseAsync("Hello");

        spans.All.Count.ShouldBe(1);
        spans.All[0].Type().ShouldBe(SpanType.ChatModel);
    }

    [Theory]
    [InlineData(ServiceLifetime.Singleton)]
    [InlineData(ServiceLifetime.Scoped)]
    [InlineData(ServiceLifetime.Transient)]
    public void Lifetime_IsThatOfTheRegistration_AndTheContainerDisposesOnce(ServiceLifetime lifetime)
    {
        var log = new Log();
        var services = new ServiceCollection().AddSingleton(log);
        services.Add(new ServiceDescriptor(typeof(IChatClient), typeof(Client), lifetime));
        services.AddMlflowGenAI();
        services.Last().Lifetime.ShouldBe(lifetime);
        using (var provider = services.BuildServiceProvider(validateScopes: true))
        {
            for (var i = 0; i < 2; i++)
            {
                using var scope = provider.CreateScope();
                var first = scope.ServiceProvider.GetRequiredService<IChatClient>();
                var second = scope.ServiceProvider.GetRequiredService<IChatClient>();
                ReferenceEquals(first, second).ShouldBe(lifetime != ServiceLifetime.Transient);
            }
        }

        log.Made.ShouldBe(lifetime switch { ServiceLifetime.Singleton => 1, ServiceLifetime.Scoped => 2, _ => 4 });
        log.Disposed.ShouldBe(log.Made);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Client_ThatCanBeDisposedAsynchronously_IsWhereTheContainerIs(bool isAsync)
    {
        var log = new Log();
        var services = new ServiceCollection().AddSingleton(log).AddSingleton<IChatClient, AsyncClient>().AddMlflowGenAI();
        var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IChatClient>();

        if (isAsync)
        {
            await provider.DisposeAsync();
        }
        else
        {
            provider.Dispose();
        }

        (log.DisposedAsync, log.Disposed).ShouldBe(isAsync ? (1, 0) : (0, 1));
    }

    [Fact]
    public async Task Object_ThatWasRegisteredReadyMade_IsNotDisposed_AndNothingIsMadeEarly()
    {
        var own = new Log();
        var made = 0;
        var services = new ServiceCollection().AddSingleton<IChatClient>(new Client(own)).AddSingleton<IChatClient>(_ =>
        {
            made++;
            return new Client(own);
        });

        services.AddMlflowGenAI();
        await using (var provider = services.BuildServiceProvider())
        {
            made.ShouldBe(0);
            provider.GetServices<IChatClient>().Count().ShouldBe(2);
        }

        made.ShouldBe(1);
        own.Disposed.ShouldBe(1);
    }

    [Fact]
    public async Task KeyedRegistrations_KeepTheirKeys()
    {
        using var spans = new EndedSpans();
        var services = new ServiceCollection().AddSingleton<Log>();
        services.AddKeyedSingleton<IChatClient, KeyedClient>("type");
        services.AddKeyedSingleton<IChatClient>("factory", static (_, key) => new KeyedClient((string)key!));
        services.AddKeyedSingleton<IChatClient>("instance", new KeyedClient("instance"));
        services.AddKeyedTransient<IChatClient>(KeyedService.AnyKey, static (_, key) => new KeyedClient($"any {key}"));
        await using var provider = services.AddMlflowGenAI().BuildServiceProvider();

        foreach (var (key, model) in (KeyValuePair<string, string>[])[new("type", "type"), new("factory", "factory"), new("instance", "instance"), new("other", "any other")])
        {
            await provider.GetRequiredKeyedService<IChatClient>(key).GetResponseAsync("Hello");
            spans.All[^1].DisplayName.ShouldBe($"chat {model}");
        }

        spans.All.Count.ShouldBe(4);
        provider.GetService<IChatClient>().ShouldBeNull();
    }

    [Fact]
    public async Task EveryKindOfService_IsTraced()
    {
        using var spans = new EndedSpans();
        var services = new ServiceCollection()
            .AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(static _ => new FakeGenerator(2))
            .AddSingleton<IEmbeddingGenerator<int, Embedding<double>>>(static _ => new NumberGenerator())
            .AddSingleton<IImageGenerator>(static _ => new FakeImageGenerator())
            .AddSingleton<ISpeechToTextClient>(static _ => new FakeTranscriber())
            .AddSingleton<ITextToSpeechClient>(static _ => new FakeSpeaker())
            .AddSingleton(AIFunctionFactory.Create(static () => 1, "one"))
            .AddSingleton<AITool>(AIFunctionFactory.Create(static () => 2, "two"))
            .AddSingleton<AITool>(new HostedWebSearchTool())
            .AddMlflowGenAI();
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>().GenerateAsync(["a"]);
        await provider.GetRequiredService<IEmbeddingGenerator<int, Embedding<double>>>().GenerateAsync([1]);
        await provider.GetRequiredService<IImageGenerator>().GenerateAsync(new("A cat."));
        await provider.GetRequiredService<ISpeechToTextClient>().GetTextAsync(new MemoryStream([1, 2, 3]));
        await provider.GetRequiredService<ITextToSpeechClient>().GetAudioAsync("Hello");
        await provider.GetRequiredService<AIFunction>().InvokeAsync();
        foreach (var tool in provider.GetServices<AITool>().OfType<AIFunction>())
        {
            await tool.InvokeAsync();
        }

        spans.All.Select(static a => a.Type()).ShouldBe(
            [SpanType.Embedding, SpanType.Embedding, SpanType.Llm, SpanType.Llm, SpanType.Llm, SpanType.Tool, SpanType.Tool]);
        provider.GetServices<AITool>().Last().ShouldBeOfType<HostedWebSearchTool>();
    }

    [Fact]
    public async Task Function_ThatIsDisposable_IsDisposedByTheContainerOnce()
    {
        var log = new Log();
        var services = new ServiceCollection().AddSingleton(log).AddSingleton<AITool, DisposableFunction>().AddMlflowGenAI();
        await using (var provider = services.BuildServiceProvider())
        {
            (await provider.GetRequiredService<AITool>().ShouldBeAssignableTo<AIFunction>()!.InvokeAsync())!.ToString().ShouldBe("called");
        }

        log.Disposed.ShouldBe(1);
    }

    [Fact]
    public async Task Registration_MadeLater_IsTracedByAnotherCall()
    {
        using var spans = new EndedSpans();
        var services = new ServiceCollection().AddMlflowGenAI().AddSingleton<IChatClient>(static _ => new Client(new Log()));
        await using (var provider = services.BuildServiceProvider())
        {
            await provider.GetRequiredService<IChatClient>().GetResponseAsync("Hello");
        }

        spans.All.ShouldBeEmpty();
        await using (var provider = services.AddMlflowGenAI().BuildServiceProvider())
        {
            await provider.GetRequiredService<IChatClient>().GetResponseAsync("Hello");
        }

        spans.All.Count.ShouldBe(1);
    }

    [Fact]
    public void Fault_OfARegistration_ComesOutAsItIs()
    {
        var services = new ServiceCollection().AddSingleton<IChatClient>(static _ => throw new InvalidOperationException("no key")).AddSingleton<AIFunction, DisposableFunction>().AddMlflowGenAI();
        using var provider = services.BuildServiceProvider();

        Should.Throw<InvalidOperationException>(() => provider.GetRequiredService<IChatClient>()).Message.ShouldBe("no key");
        Should.Throw<InvalidOperationException>(() => provider.GetRequiredService<AIFunction>()).Message.ShouldContain(nameof(Log));
    }

    [Fact]
    public async Task Client_ThatFailsToTellOfItself_IsHandedOutAsItIs()
    {
        using var spans = new EndedSpans();
        var services = new ServiceCollection().AddSingleton<IChatClient>(static _ => new SilentClient()).AddSingleton<IChatClient>(new SilentClient());
        await using var provider = services.AddMlflowGenAI().BuildServiceProvider();

        foreach (var client in provider.GetServices<IChatClient>())
        {
            (await client.GetResponseAsync("Hello")).Text.ShouldBe("Hi");
        }
    }

    [Fact]
    public void Registrations_OfOtherServices_StayTheObjectsTheyAre()
    {
        var services = new ServiceCollection().AddSingleton<Log>().AddSingleton<IDisposable>(static _ => new SilentClient());
        services.AddSingleton(typeof(IEmbeddingGenerator<,>), typeof(OpenGenerator<,>));
        var before = services.ToArray();

        services.AddMlflowGenAI().ShouldBe(before);
    }

    private sealed class Log
    {
        public int Made { get; set; }

        public int Disposed { get; set; }

        public int DisposedAsync { get; set; }
    }

    private sealed class Client : DelegatingChatClient
    {
        private readonly Log _log;

        public Client(Log log)
            : base(new ScriptedModel(ScriptedModel.Says("Hi")))
        {
            _log = log;
            log.Made++;
        }

        protected override void Dispose(bool disposing)
        {
            _log.Disposed++;
            base.Dispose(disposing);
        }
    }

    private sealed class AsyncClient(Log log) : DelegatingChatClient(new ScriptedModel(ScriptedModel.Says("Hi"))), IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            log.DisposedAsync++;
            return default;
        }

        protected override void Dispose(bool disposing)
        {
            log.Disposed++;
            base.Dispose(disposing);
        }
    }

    private sealed class KeyedClient([ServiceKey] string key) : DelegatingChatClient(new ScriptedModel(ScriptedModel.Says("Hi")))
    {
        public override object? GetService(Type serviceType, object? serviceKey = null) =>
            serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("test", null, key) : base.GetService(serviceType, serviceKey);
    }

    private sealed class SilentClient() : DelegatingChatClient(new ScriptedModel(ScriptedModel.Says("Hi")))
    {
        public override object? GetService(Type serviceType, object? serviceKey = null) => throw new NotSupportedException();
    }

    private sealed class OpenGenerator<TInput, TEmbedding> : IEmbeddingGenerator<TInput, TEmbedding>
        where TEmbedding : Embedding
    {
        public Task<GeneratedEmbeddings<TEmbedding>> GenerateAsync(
            IEnumerable<TInput> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new GeneratedEmbeddings<TEmbedding>());

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }

    private sealed class NumberGenerator : IEmbeddingGenerator<int, Embedding<double>>
    {
        public Task<GeneratedEmbeddings<Embedding<double>>> GenerateAsync(
            IEnumerable<int> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new GeneratedEmbeddings<Embedding<double>>([new(new double[] { 1 })]));

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }

    private sealed class DisposableFunction(Log log) : AIFunction, IDisposable
    {
        public override string Name => "disposable";

        public void Dispose() => log.Disposed++;

        protected override ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken) => new("called");
    }
}
