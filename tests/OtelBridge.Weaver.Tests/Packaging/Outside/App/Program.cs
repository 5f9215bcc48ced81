using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using OtelBridge;
using Outside;

// Prints a line for each span, "span NAME TYPE INPUTS -> OUTPUTS", and what else the test wants to know.
using var listener = new ActivityListener
{
    ShouldListenTo = source => source.Name == "OtelBridge",
    Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
    ActivityStopped = Print,
};
ActivitySource.AddActivityListener(listener);

var shapes = new Shapes();
shapes.Add(1);
Shapes.Join("a", "b");
await shapes.Delegated(1);
await shapes.WaitAsync(1);
await shapes.AskAsync("why", "hush");
await shapes.StepAsync();
await shapes.CountAsync("four");
foreach (var _ in shapes.Numbers(3))
{
}

await foreach (var _ in shapes.WordsAsync("to be"))
{
}

shapes.Echo("any");
var total = 1;
shapes.TryRead(2, ref total, out var _);
((IScorer)shapes).Score("long");
shapes.Locals(5);
new Point { X = 1 }.Move(2);
new Person("Ada").Greet();
new Box<int>(7).With("x");
Host.Own(9);
try
{
    shapes.Fail(41);
}
catch (InvalidOperationException failure)
{
    Console.WriteLine("stack " + failure.StackTrace!.ReplaceLineEndings(" | "));
}

Console.WriteLine("token " + Convert.ToHexString(typeof(Shapes).Assembly.GetName().GetPublicKeyToken()!));
Console.WriteLine("prepared " + (Prepare(typeof(Shapes).Assembly) + Prepare(typeof(Host).Assembly)));

static void Print(Activity span) => Console.WriteLine(
    $"span {span.DisplayName} {span.GetTagItem("mlflow.spanType")} {span.GetTagItem("mlflow.spanInputs")} -> {span.GetTagItem("mlflow.spanOutputs")} {span.Status}");

// Compiles every method to machine code, those too that nothing calls.
static int Prepare(Assembly assembly)
{
    const BindingFlags Everything = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;
    var methods = assembly.GetTypes().SelectMany(type => type.GetMembers(Everything)).OfType<MethodBase>()
        .Where(method => !method.IsAbstract && !method.ContainsGenericParameters).ToList();
    methods.ForEach(method => RuntimeHelpers.PrepareMethod(method.MethodHandle));
    return methods.Count;
}

internal static class Host
{
    [Trace]
    public static int Own(int x) => x + 1;

    [Trace]
    public static async void Forget() => await Task.Yield(); // cannot be traced
}
