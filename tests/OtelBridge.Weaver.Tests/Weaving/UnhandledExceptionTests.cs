using Microsoft.CodeAnalysis;
using OtelBridge.TestSupport;

namespace OtelBridge.Weaver.Tests.Weaving;

public sealed class UnhandledExceptionTests
{
    private const string Source = """
        using System.IO;
        using System.Reflection;

        public static class Program
        {
            public static void Main(string[] args)
            {
                AppDomain.CurrentDomain.AssemblyResolve += (_, e) => Assembly.LoadFrom(Path.Combine(args[0], new AssemblyName(e.Name).Name + ".dll"));
                Run();
            }

            private static void Run()
            {
                ActivitySource.AddActivityListener(new ActivityListener
                {
                    ShouldListenTo = _ => true,
                    Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
                    ActivityStopped = a => Console.WriteLine($"{a.DisplayName} {a.Status} {a.Events.Count()}"),
                });
                Outer();
            }

            [Trace] private static void Outer() => Inner();
            [Trace] private static void Inner() => throw new InvalidOperationException("nobody catches it");
        }
        """;

    [Fact]
    public async Task Exception_NobodyCatches_EndsTheSpansBeforeTheProcess()
    {
        using var folder = new TemporaryFolder();
        var path = Compilation.Emit(Compilation.Of(Source).WithOptions(new(OutputKind.ConsoleApplication, optimizationLevel: OptimizationLevel.Release)), folder);
        Compilation.Weave(path).Methods.ShouldBe(2);
        var settings = Path.ChangeExtension(typeof(UnhandledExceptionTests).Assembly.Location, ".runtimeconfig.json");

        await using var program = ChildProcess.Start(
            "dotnet", ["exec", "--runtimeconfig", settings, path, AppContext.BaseDirectory], environment: new Dictionary<string, string?> { ["DOTNET_DbgEnableMiniDump"] = "0" });
        (await program.WaitForExitAsync()).ShouldNotBe(0);

        (await program.ReadRestAsync()).ShouldBe(["Inner Error 1", "Outer Error 0"]);
        program.Errors.ShouldContain("at Program.Inner()");
        program.Errors.ShouldNotContain("OtelBridge.Decorators");
    }
}
