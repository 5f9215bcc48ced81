using OtelBridge.Configuration;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Tests.Hosting;

public sealed class ProcessEndTests
{
    [Theory]
    [InlineData("init", "return")]
    [InlineData("init", "exit")]
    [InlineData("init", "throw")]
    [InlineData("init", "wait")]
    [InlineData("host", "return")]
    [InlineData("host", "exit")]
    [InlineData("host", "throw")]
    public async Task End_WithoutDispose_WhatWaitsIsSent(string start, string end)
    {
        await using var store = await FakeCollector.StartAsync();
        await using var program = ChildProcess.Start(
            "dotnet",
            [typeof(EndingProgram).Assembly.Location, start, end],
            environment: new Dictionary<string, string?> { [EnvironmentKeys.TrackingUri] = store.TrackingUri, ["DOTNET_DbgEnableMiniDump"] = "0" });
        (await program.ReadLineAsync()).ShouldBe("traced");

        if (end == "wait")
        {
            await ChildProcess.RunAsync("kill", ["-TERM", $"{program.Id}"]);
        }

        await program.WaitForExitAsync();

        store.Spans.ShouldHaveSingleItem().Name.ShouldBe("last words");
    }
}
