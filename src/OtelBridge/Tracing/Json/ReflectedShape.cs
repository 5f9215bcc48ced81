using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace OtelBridge.Tracing.Json;

/// <summary>The shape of a type whose contract System.Text.Json refuses as a whole for the sake of one member, such as a <c>Span</c>.</summary>
internal static class ReflectedShape
{
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Reached only where System.Text.Json's reflection switch is on; members that were trimmed away are left out.")]
    public static TypeShape Create(Type type) => new(ShapeKind.Object)
    {
        Properties =
        [
            .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(IsReadable)
                .Select(p => new PropertyShape(p.Name, LazyMembers.IsLazy(type, p) ? static _ => Marks.NotLoaded : p.GetValue)),
        ],
    };

    private static bool IsReadable(PropertyInfo property) =>
        property.CanRead
        && property.GetIndexParameters().Length == 0
        && !property.PropertyType.IsByRefLike
        && !property.PropertyType.IsByRef
        && !property.PropertyType.IsPointer;
}
