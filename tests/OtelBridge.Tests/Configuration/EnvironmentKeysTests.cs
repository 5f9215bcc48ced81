using System.Reflection;
using System.Text.RegularExpressions;
using OtelBridge.Configuration;
using OtelBridge.TestSupport;

namespace OtelBridge.Tests.Configuration;

public sealed partial class EnvironmentKeysTests
{
    [Fact]
    public void Readme_TableOfVariables_NamesEveryKeyAndNoOther()
    {
        var readme = File.ReadAllText(RepositoryFolder.File("src", "OtelBridge", "README.md"));

        var documented = Row().Matches(readme).Select(m => m.Groups[1].Value);

        var keys = typeof(EnvironmentKeys).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!);
        documented.ShouldBe(keys, ignoreOrder: true);
    }

    [GeneratedRegex(@"^\| `([A-Z_]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
