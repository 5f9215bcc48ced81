using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Packaging;
using OtelBridge.Weaver.Weaving;

namespace OtelBridge.Weaver.Tests.Tasks;

/// <summary>The task in a build when the weaver itself fails.</summary>
public sealed class TaskFailureTests
{
    [Fact]
    public async Task Build_WhenTheWeaverFails_EndsWithOneSentenceAndCompilesAgainNextTime()
    {
        using var folder = new TemporaryFolder();
        var assembly = Compilation.Emit(Compilation.Of("public static class C { [Trace] public static int One() => 1; }"), folder);

        // Begins as a private key does.
        await File.WriteAllBytesAsync(folder.File("bad.snk"), [7, 2, 3]);
        await File.WriteAllTextAsync(folder.File("references.txt"), string.Join('\n', Compilation.References));
        await File.WriteAllTextAsync(folder.File("Weave.proj"), $"""
            <Project>
              <UsingTask TaskName="OtelBridge.Weaver.Tasks.WeaveTraceMethods" AssemblyFile="{typeof(AssemblyWeaver).Assembly.Location}" />
              <Target Name="Weave">
                <ReadLinesFromFile File="references.txt">
                  <Output TaskParameter="Lines" ItemName="Reference" />
                </ReadLinesFromFile>
                <WeaveTraceMethods AssemblyFile="{assembly}" References="@(Reference)" KeyFile="bad.snk" />
              </Target>
            </Project>
            """);

        var result = await DotNet.TryAsync(
            folder.Path, ["msbuild", "Weave.proj", "-nologo", "-nodeReuse:false", "-consoleLoggerParameters:NoSummary"]);

        result.ExitCode.ShouldBe(1);
        var error = result.Lines.Where(line => line.Length > 0).ShouldHaveSingleItem();
        error.ShouldContain("error OTB1029: ");
        error.ShouldContain("<OtelBridgeWeave>false</OtelBridgeWeave>");
        File.Exists(assembly).ShouldBeFalse();
    }
}
