using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace OtelBridge.Tracing.Json;

/// <summary>Members that load what they return: navigations of entities. Reading one would run a query, for a trace that nobody asked a query of.</summary>
internal static class LazyMembers
{
    /// <summary>What Entity Framework injects into entities that load for themselves.</summary>
    private const string Loader = "Microsoft.EntityFrameworkCore.Infrastructure.ILazyLoader";

    /// <summary>Whether the member is left unread. Texts, numbers and times are columns, and loaded with the entity.</summary>
    public static bool IsLazy(Type type, PropertyInfo? property) =>
        property?.GetMethod is { } getter && !IsColumn(property.PropertyType) && (IsOfProxy(getter) || HasLoader(type));

    private static bool IsColumn(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain.IsValueType || plain == typeof(string) || plain == typeof(byte[]) || plain == typeof(Uri);
    }

    // Proxies are made at run time, and override the navigations of the program's classes.
    private static bool IsOfProxy(MethodInfo getter) =>
        getter.DeclaringType is { Assembly.IsDynamic: true } && getter.GetBaseDefinition().DeclaringType is { Assembly.IsDynamic: false };

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Reached only where System.Text.Json's reflection switch is on; a loader that is used is kept with the field that holds it.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "As above.")]
    private static bool HasLoader(Type type)
    {
        for (var level = type; level is not null && level != typeof(object); level = level.BaseType)
        {
            if (Array.Exists(level.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly), f => f.FieldType.FullName == Loader))
            {
                return true;
            }
        }

        return false;
    }
}
