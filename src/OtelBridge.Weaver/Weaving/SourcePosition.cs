using Mono.Cecil;
using Mono.Cecil.Cil;

namespace OtelBridge.Weaver.Weaving;

/// <summary>Where a method stands in the sources, as far as the symbols tell.</summary>
internal static class SourcePosition
{
    private const string Services = "System.Runtime.CompilerServices.";

    public static WeavingWarning Warning(string code, string message, MethodDefinition method)
    {
        if (Start(method) is { } start)
        {
            return new WeavingWarning(code, message, start.Document.Url, start.StartLine, start.StartColumn);
        }

        // A method without code has no line; that of its type has a file at least.
        var file = method.DeclaringType.Methods.Select(Start).FirstOrDefault(s => s is not null)?.Document.Url;
        return new WeavingWarning(code, message, file, 0, 0);
    }

    private static SequencePoint? Start(MethodDefinition method) =>
        First(method) ?? StateMachine(method)?.Methods.Where(m => m.Name == "MoveNext").Select(First).FirstOrDefault();

    private static SequencePoint? First(MethodDefinition method) => method.DebugInformation.SequencePoints.FirstOrDefault(s => !s.IsHidden);

    // The code of async methods and iterators is in a type of its own.
    private static TypeDefinition? StateMachine(MethodDefinition method) => method.CustomAttributes
        .Where(a => a.AttributeType.FullName is Services + "AsyncStateMachineAttribute"
            or Services + "IteratorStateMachineAttribute" or Services + "AsyncIteratorStateMachineAttribute")
        .Select(a => (a.ConstructorArguments[0].Value as TypeReference)?.Resolve())
        .FirstOrDefault();
}
