using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using OtelBridge.Tracing.Json;

namespace OtelBridge.Decorators;

/// <summary>Tells sequences that are held in memory from those that are made while they are read, which only the program may read.</summary>
internal static class LazySequence
{
    // Bounded by the number of types of sequences that the program passes to traced methods.
    private static readonly ConcurrentDictionary<Type, bool> Types = new();

    // Numbers have some thirty interfaces, which are looked through one by one.
    public static bool Is([NotNullWhen(true)] object? value) =>
        value is not (null or string) && !value.GetType().IsPrimitive && value is IEnumerable and not (ICollection or JsonNode)
        && Types.GetOrAdd(value.GetType(), static type => !HasCount(type));

    /// <summary>The value, or for a lazy sequence its type's name.</summary>
    public static object? Stand(object? value) => Is(value) ? TypeName.Of(value.GetType()) : value;

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "An interface that was trimmed away is not used as one either; the sequence is then not read.")]
    private static bool HasCount(Type type) => Array.Exists(type.GetInterfaces(), static i =>
        i.IsGenericType && (i.GetGenericTypeDefinition() == typeof(IReadOnlyCollection<>) || i.GetGenericTypeDefinition() == typeof(ICollection<>)));
}
