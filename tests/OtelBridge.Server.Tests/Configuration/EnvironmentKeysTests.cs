using System.Reflection;
using OtelBridge.Server.Configuration;
using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Configuration;

public sealed class EnvironmentKeysTests
{
    [Fact]
    public async Task EveryVariable_StandsInTheReadme()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(RepositoryFolder.Root, "src", "OtelBridge.Server", "README.md"));

        var keys = typeof(EnvironmentKeys).GetFields(BindingFlags.Public | BindingFlags.Static).Select(static field => (string)field.GetRawConstantValue()!);

        keys.Where(key => !readme.Contains($"`{key}`", StringComparison.Ordinal)).ShouldBeEmpty();
    }
}
