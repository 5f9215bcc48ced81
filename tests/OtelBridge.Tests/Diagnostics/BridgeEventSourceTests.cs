using System.Diagnostics.Tracing;
using System.Reflection;
using OtelBridge.Diagnostics;

namespace OtelBridge.Tests.Diagnostics;

public sealed class BridgeEventSourceTests
{
    [Fact]
    public void Events_EachHaveAnIdOfTheirOwnAndWriteWhatTheyAreGiven()
    {
        using var listener = new Events();
        var methods = typeof(BridgeEventSource).GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Where(m => m.GetCustomAttribute<EventAttribute>() is not null)
            .ToList();

        foreach (var method in methods)
        {
            var arguments = method.GetParameters().Select((p, i) => p.ParameterType == typeof(string) ? (object)$"a{i}" : (long)i).ToArray();
            method.Invoke(BridgeEventSource.Log, arguments);
            var written = listener.All.Last(e => e.EventName == method.Name);
            written.EventId.ShouldBe(method.GetCustomAttribute<EventAttribute>()!.EventId);
            written.Payload.ShouldBe(arguments);
        }

        methods.ShouldNotBeEmpty();
        methods.Select(m => m.GetCustomAttribute<EventAttribute>()!.EventId).ShouldBeUnique();
        EventSource.GenerateManifest(typeof(BridgeEventSource), "path", EventManifestOptions.Strict).ShouldNotBeEmpty();
    }
}
