using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace OtelBridge.Tracing.Json;

/// <summary>Types whose shape no contract is asked for: reading them is pointless, unsafe, or has an effect.</summary>
internal static class WellKnownShapes
{
    // A base type or interface of these makes a type opaque. Streams would be read, tasks awaited, services resolved.
    private static readonly Type[] OpaqueBases =
    [
        typeof(Delegate), typeof(MemberInfo), typeof(Assembly), typeof(Module), typeof(ParameterInfo), typeof(Stream), typeof(Task), typeof(Thread),
        typeof(WaitHandle), typeof(CancellationTokenSource), typeof(TextReader), typeof(TextWriter), typeof(HttpMessageInvoker),
        typeof(IServiceProvider), typeof(System.Linq.Expressions.Expression), typeof(Timer), typeof(IQueryable),
    ];

    // Value types of the same kind, and the definitions of generic ones.
    private static readonly Type[] OpaqueTypes =
    [
        typeof(IntPtr), typeof(UIntPtr), typeof(Pointer), typeof(CancellationToken), typeof(ValueTask), typeof(ValueTask<>),
        typeof(RuntimeTypeHandle), typeof(RuntimeMethodHandle), typeof(RuntimeFieldHandle), typeof(System.Runtime.InteropServices.GCHandle),
    ];

    public static TypeShape? Find(Type type)
    {
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        if (Array.IndexOf(OpaqueTypes, definition) >= 0 || Array.Exists(OpaqueBases, b => b.IsAssignableFrom(type)) || IsAsyncSequence(type))
        {
            return new TypeShape(ShapeKind.Opaque) { Name = TypeName.Of(type) };
        }

        if (typeof(Exception).IsAssignableFrom(type))
        {
            return new TypeShape(ShapeKind.Exception);
        }

        // Walked, not converted: a node can be as deep and as large as anything else.
        if (type == typeof(JsonObject))
        {
            return new TypeShape(ShapeKind.PairSequence);
        }

        if (type == typeof(JsonArray))
        {
            return new TypeShape(ShapeKind.Sequence);
        }

        return typeof(ITuple).IsAssignableFrom(type) ? new TypeShape(ShapeKind.Tuple) : null;
    }

    // Enumerating it would consume what the program is about to read.
    [System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "An interface that was trimmed away is not used as one either; the type then falls to its contract or its name.")]
    private static bool IsAsyncSequence(Type type) =>
        Array.Exists(type.GetInterfaces(), i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));
}
