using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OtelBridge.TestSupport;

namespace OtelBridge.Tests.Sources;

public sealed class LibrarySourcesTests
{
    private static readonly Dictionary<string, ActivitySource> Sources = Known.ToDictionary(row => (string)row[0], row => new ActivitySource((string)row[0]));

    public static IEnumerable<object[]> Known =>
    [
        ["OpenAI.ChatClient", GenAILibraries.OpenAI],
        ["OpenAI.ResponsesClient", GenAILibraries.OpenAI],
        ["com.anthropic.sdk.csharp", GenAILibraries.Anthropic],
        ["com.anthropic.sdk.csharp.bedrock", GenAILibraries.Anthropic],
        ["Experimental.Microsoft.Extensions.AI", GenAILibraries.MicrosoftExtensionsAI],
        ["Microsoft.SemanticKernel", GenAILibraries.SemanticKernel],
        ["Microsoft.SemanticKernel.Diagnostics", GenAILibraries.SemanticKernel],
        ["Experimental.Microsoft.Agents.AI", GenAILibraries.AgentFramework],
        ["Microsoft.Agents.AI.Workflows", GenAILibraries.AgentFramework],
        ["AutoGen.Core", GenAILibraries.AutoGen],
        ["Microsoft.AutoGen.Core", GenAILibraries.AutoGen],
        ["Experimental.ModelContextProtocol", GenAILibraries.Mcp],
        ["Azure.AI.Inference.ChatCompletionsClient", GenAILibraries.Azure],
    ];

    [Theory]
    [MemberData(nameof(Known))]
    public void Source_OfALibrary_IsHeardUnlessTheLibraryIsSwitchedOff(string source, GenAILibraries library)
    {
        Heard(source).ShouldBeTrue();
        Heard(source, ("Mlflow:GenAI:Libraries", library.ToString())).ShouldBeTrue();
        Heard(source, ("Mlflow:GenAI:Libraries", (GenAILibraries.All & ~library).ToString())).ShouldBeFalse();
        Heard(source, ("Mlflow:GenAI:Libraries", "None")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("System.Net.Http")]
    [InlineData("Microsoft.AspNetCore")]
    [InlineData("OpenAI")]
    [InlineData("Azure.Storage.Blobs")]
    [InlineData("Experimental.System.Net.NameResolution")]
    public void Source_OfNoneOfThem_IsNotHeard(string source) => Heard(source).ShouldBeFalse();

    [Theory]
    [InlineData("all", "OpenAI=True SemanticKernel=True SemanticKernelSensitive=True Azure=True AzureContent=True")]
    [InlineData("none", "OpenAI= SemanticKernel= SemanticKernelSensitive= Azure= AzureContent=")]
    [InlineData("nocontent", "OpenAI=True SemanticKernel=True SemanticKernelSensitive= Azure=True AzureContent=")]
    [InlineData("decided", "OpenAI=False SemanticKernel= SemanticKernelSensitive=False Azure=True AzureContent=True")]
    [InlineData("early", "OpenAI=True SemanticKernel=True SemanticKernelSensitive= Azure=True AzureContent=")]
    [InlineData("late", "OpenAI=False SemanticKernel=True SemanticKernelSensitive= Azure=True AzureContent=")]
    [InlineData("again", "OpenAI=True SemanticKernel=True SemanticKernelSensitive=True Azure=True AzureContent=True")]
    [InlineData("coded", "OpenAI=False SemanticKernel=False SemanticKernelSensitive= Azure=False AzureContent=")]
    public async Task Switches_OfLibraries_AreSetWhereTheProgramHasNotDecided(string scene, string expected)
    {
        await using var program = ChildProcess.Start(
            "dotnet",
            [typeof(SwitchingProgram).Assembly.Location, SwitchingProgram.Command, scene],
            environment: new Dictionary<string, string?>
            {
                ["SEMANTICKERNEL_EXPERIMENTAL_GENAI_ENABLE_OTEL_DIAGNOSTICS"] = scene == "decided" ? "false" : null,
            });

        (await program.ReadLineAsync()).ShouldBe(expected);
        await program.WaitForExitAsync();
    }

    [Fact]
    public void Options_OfTheProgram_AreConfiguredOnceAndNotWhenTheyAreRegistered()
    {
        var calls = 0;
        var services = new ServiceCollection().AddMlflowTracing(options =>
        {
            calls++;
            options.Export = ExportMode.None;
        });
        calls.ShouldBe(0);

        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IOptions<MlflowTracingOptions>>().Value.ShouldNotBeNull();

        calls.ShouldBe(1);
    }

    private static bool Heard(string source, params (string Key, string Value)[] settings)
    {
        using var tracing = Traced.To([("Mlflow:Export", "None"), .. settings]);
        if (!Sources.TryGetValue(source, out var known))
        {
            using var other = new ActivitySource(source);
            return other.HasListeners();
        }

        return known.HasListeners();
    }
}
