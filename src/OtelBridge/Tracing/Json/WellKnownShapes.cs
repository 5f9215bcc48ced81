using System.Collections.Concurrent;
using System.Data;
using System.Diagnostics;
using System.Net;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace OtelBridge.Tracing.Json;

/// <summary>Types whose shape no contract is asked for: reading them is pointless, unsafe, or has an effect.</summary>
internal static class WellKnownShapes
{
    // A base type or interface of these makes a type opaque. Streams and readers would be consumed, tasks awaited, queries run, services resolved,
    // passwords shown; components hold connections, processes, windows.
    private static readonly Type[] OpaqueBases =
    [
        typeof(Delegate), typeof(MemberInfo), typeof(Assembly), typeof(Module), typeof(ParameterInfo), typeof(Stream), typeof(Task), typeof(Thread),
        typeof(WaitHandle), typeof(CancellationTokenSource), typeof(TextReader), typeof(TextWriter), typeof(HttpMessageInvoker),
        typeof(IServiceProvider), typeof(System.Linq.Expressions.Expression), typeof(Timer), typeof(IQueryable),
        typeof(IDataReader), typeof(IDbConnection), typeof(IDbCommand), typeof(IDbTransaction), typeof(System.ComponentModel.Component),
        typeof(ICredentials), typeof(AsymmetricAlgorithm), typeof(SymmetricAlgorithm), typeof(X509Certificate), typeof(System.Runtime.InteropServices.SafeHandle),
        typeof(Activity), typeof(MlflowSpan),
    ];

    // Value types of the same kind, and the definitions of generic ones.
    private static readonly Type[] OpaqueTypes =
    [
        typeof(IntPtr), typeof(UIntPtr), typeof(Pointer), typeof(CancellationToken), typeof(ValueTask), typeof(ValueTask<>), typeof(ThreadLocal<>),
        typeof(RuntimeTypeHandle), typeof(RuntimeMethodHandle), typeof(RuntimeFieldHandle), typeof(System.Runtime.InteropServices.GCHandle),
    ];

    // The same for types of libraries that are not referenced here: from them everything of a request or of a database can be reached.
    private static readonly string[] OpaqueNames =
    [
        "Microsoft.AspNetCore.Http.HttpContext", "Microsoft.AspNetCore.Http.HttpRequest", "Microsoft.AspNetCore.Http.HttpResponse",
        "Microsoft.EntityFrameworkCore.DbContext",
    ];

    public static TypeShape? Find(Type type)
    {
        // First: tables are components with services.
        if (ReplacedShapes.Find(type) is { } replaced)
        {
            return replaced;
        }

        if (IsOpaque(type))
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

        return typeof(ITuple).IsAssignableFrom(type) ? new TypeShape(ShapeKind.Tuple) : TextShapes.Find(type);
    }

    private static bool IsOpaque(Type type)
    {
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return Array.IndexOf(OpaqueTypes, definition) >= 0
            || Array.Exists(OpaqueBases, b => b.IsAssignableFrom(type))
            || IsOpaqueByName(type)
            || TakesFromAQueue(type)
            || IsAsyncSequence(type);
    }

    private static bool IsOpaqueByName(Type type)
    {
        for (var level = type; level is not null; level = level.BaseType)
        {
            if (Array.IndexOf(OpaqueNames, level.FullName) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    // What GetConsumingEnumerable returns removes what it enumerates, and waits for more.
    private static bool TakesFromAQueue(Type type) =>
        type.DeclaringType is { IsGenericType: true } outer && outer.GetGenericTypeDefinition() == typeof(BlockingCollection<>);

    // Enumerating it would consume what the program is about to read.
    [System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "An interface that was trimmed away is not used as one either; the type then falls to its contract or its name.")]
    private static bool IsAsyncSequence(Type type) =>
        Array.Exists(type.GetInterfaces(), i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));
}
