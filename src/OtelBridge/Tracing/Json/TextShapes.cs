using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace OtelBridge.Tracing.Json;

/// <summary>Types that are known by their text; their members say less, or throw.</summary>
internal static class TextShapes
{
    private static readonly Type[] Bases =
    [
        typeof(CultureInfo), typeof(EndPoint), typeof(FileSystemInfo), typeof(Regex), typeof(Uri), typeof(XObject), typeof(AssemblyName), typeof(Index), typeof(Range),
    ];

    public static TypeShape? Find(Type type) =>
        Array.Exists(Bases, b => b.IsAssignableFrom(type)) || IsValueOfTheRuntime(type) ? new TypeShape(ShapeKind.Text) : null;

    // Addresses, versions, characters, vectors. Types of the program keep their contract.
    private static bool IsValueOfTheRuntime(Type type) =>
        typeof(ISpanFormattable).IsAssignableFrom(type) && type.Namespace is { } space && (space == "System" || space.StartsWith("System.", StringComparison.Ordinal));
}
