using OtelBridge.TestSupport;

namespace OtelBridge.Interop.Tests.Examples;

/// <summary>The example QuickStart, run as a process.</summary>
internal sealed class QuickStartProgram : IDisposable
{
    private readonly ExampleProgram _program = new("QuickStart");

    /// <summary>The address of the store that it keeps in the user data folder.</summary>
    public string Store => _program.Store("quickstart.db");

    /// <summary>Starts it.</summary>
    public ChildProcess Start(string[] arguments, params (string Name, string Value)[] environment) => _program.Start(arguments, environment);

    /// <summary>Runs it with <c>--once</c> to its end.</summary>
    public Task<QuickStartRun> RunOnceAsync(params (string Name, string Value)[] environment) => RunAsync(["--once"], environment);

    public async Task<QuickStartRun> RunAsync(string[] arguments, params (string Name, string Value)[] environment)
    {
        var run = await _program.RunAsync(arguments, environment);
        return new QuickStartRun(run.ExitCode, run.Lines, run.Errors);
    }

    public void Dispose() => _program.Dispose();
}
