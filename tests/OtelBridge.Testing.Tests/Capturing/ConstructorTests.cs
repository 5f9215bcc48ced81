namespace OtelBridge.Testing.Tests.Capturing;

/// <summary>A capture of the whole class, as many test classes set themselves up.</summary>
public sealed class ConstructorTests : IDisposable
{
    private readonly TraceCapture _capture = TraceCapture.Start();

    [Fact]
    public async Task Start_InTheConstructor_CapturesTheTest()
    {
        await Task.Yield();
        Mlflow.StartSpan("in the test").Dispose();

        (await _capture.WaitForTraceAsync()).Root.Name.ShouldBe("in the test");
    }

    public void Dispose() => _capture.Dispose();
}
