using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.GenAI.Tests.Chat;

namespace OtelBridge.GenAI.Tests.Hosting;

public sealed class KeyedRegistrationTests
{
    [Theory]
    [InlineData(typeof(WithKey), "x the-key")]
    [InlineData(typeof(WithServices), "known kept the-key 7")]
    [InlineData(typeof(WithoutKey), "known")]
    public async Task KeyedType_AsksForItsKeyAndServices_AndGetsThemAsUntraced(Type type, string expected)
    {
        IServiceCollection services = new ServiceCollection();
        services.AddSingleton(new Known("known"));
        services.AddKeyedSingleton("the-key", new Known("kept"));
        services.Add(new ServiceDescriptor(typeof(IChatClient), "the-key", type, ServiceLifetime.Singleton));
        await using var untraced = services.BuildServiceProvider();
        TextOf(untraced).ShouldBe(expected);

        services.AddMlflowGenAI();

        await using var traced = services.BuildServiceProvider();
        TextOf(traced).ShouldBe(expected);
    }

    [Fact]
    public async Task KeyedType_WhoseConstructorThrows_ThrowsTheSame()
    {
        var services = new ServiceCollection();
        services.AddKeyedSingleton<IChatClient, Failing>("the-key");
        services.AddMlflowGenAI();
        await using var provider = services.BuildServiceProvider();

        Should.Throw<TimeoutException>(() => provider.GetRequiredKeyedService<IChatClient>("the-key")).Message.ShouldBe("the-key");
    }

    private static string TextOf(IServiceProvider services) =>
        ((Client)services.GetRequiredKeyedService<IChatClient>("the-key").GetService(typeof(Client))!).Text;

    private sealed record Known(string Name);

    private class Client(string text) : DelegatingChatClient(new ScriptedChatClient())
    {
        public string Text { get; } = text;
    }

    private sealed class WithKey(string endpoint = "x", [ServiceKey] string key = "none") : Client($"{endpoint} {key}");

    private sealed class WithServices(Known known, [FromKeyedServices("the-key")] Known kept, [ServiceKey] string key, int number = 7)
        : Client($"{known.Name} {kept.Name} {key} {number}");

    private sealed class WithoutKey(Known known) : Client(known.Name);

    private sealed class Failing : Client
    {
        public Failing([ServiceKey] string key)
            : base(key) => throw new TimeoutException(key);
    }
}
