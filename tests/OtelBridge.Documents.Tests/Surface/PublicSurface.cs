using System.ComponentModel;
using System.Globalization;
using System.Reflection;

namespace OtelBridge.Documents.Tests.Surface;

/// <summary>The public members of an assembly, a line each, in an order that does not change.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly) => string.Join('\n', assembly.GetExportedTypes().SelectMany(Lines).Order(StringComparer.Ordinal)) + "\n";

    private static IEnumerable<string> Lines(Type type)
    {
        var name = TypeText.Of(type);
        yield return $"{name} : {Kind(type)}{Bases(type)}{Hidden(type)}";
        foreach (var member in type.GetMembers(Declared).Where(static member => !IsGenerated(member)).Select(Line).OfType<string>())
        {
            yield return $"{name}.{member}";
        }
    }

    private static string? Line(MemberInfo member) => member switch
    {
        ConstructorInfo { IsStatic: false } constructor when IsVisible(constructor) => $"new({Parameters(constructor)})",
        MethodInfo { IsSpecialName: false } method when IsVisible(method) =>
            $"{Static(method)}{method.Name}{Generic(method)}({Parameters(method)}) -> {TypeText.Of(method.ReturnType)}{Hidden(method)}",
        PropertyInfo property when property.GetAccessors(nonPublic: true).Any(IsVisible) =>
            $"{Static(property.GetAccessors(nonPublic: true)[0])}{property.Name} {{ {Accessor(property.GetMethod, "get")}{Accessor(property.SetMethod, "set")}}} -> {TypeText.Of(property.PropertyType)}",
        FieldInfo field when (field.IsPublic || field.IsFamily) && !field.IsSpecialName =>
            field.IsLiteral ? $"const {field.Name} = {Value(field.GetRawConstantValue())}" : $"{(field.IsStatic ? "static " : string.Empty)}{field.Name} -> {TypeText.Of(field.FieldType)}",
        EventInfo @event => $"event {@event.Name} -> {TypeText.Of(@event.EventHandlerType!)}",
        _ => null,
    };

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    // What the compiler writes for records, and for lambdas.
    private static bool IsGenerated(MemberInfo member) =>
        member.Name.Contains('<') || member.Name == "EqualityContract" || member.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>() is not null && member is MethodBase;

    private static string Kind(Type type) =>
        type.IsEnum ? "enum"
        : type.IsInterface ? "interface"
        : typeof(Delegate).IsAssignableFrom(type) ? "delegate"
        : type.IsValueType ? "struct"
        : type is { IsAbstract: true, IsSealed: true } ? "static class"
        : type.IsAbstract ? "abstract class"
        : type.IsSealed ? "sealed class" : "class";

    private static string Bases(Type type)
    {
        var bases = new List<string>();
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum))
        {
            bases.Add(TypeText.Of(parent));
        }

        bases.AddRange(type.IsEnum ? [] : type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? []).Select(TypeText.Of).Order(StringComparer.Ordinal));
        return bases.Count == 0 ? string.Empty : $" ({string.Join(", ", bases)})";
    }

    private static string Hidden(MemberInfo member) =>
        member.GetCustomAttribute<EditorBrowsableAttribute>() is { State: EditorBrowsableState.Never } ? " [for generated code]" : string.Empty;

    private static string Static(MethodInfo method) => method.IsStatic ? "static " : string.Empty;

    private static string Generic(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(TypeText.Of))}>" : string.Empty;

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(static parameter =>
        $"{(parameter.IsOut ? "out " : parameter.ParameterType.IsByRef ? "ref " : string.Empty)}{TypeText.Of(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? $" = {Value(parameter.RawDefaultValue)}" : string.Empty)}"));

    private static string Accessor(MethodInfo? accessor, string name) => accessor is null || !IsVisible(accessor) ? string.Empty
        : accessor.ReturnParameter.GetRequiredCustomModifiers().Length > 0 ? "init; " : $"{name}; ";

    private static string Value(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool truth => truth ? "true" : "false",
        _ => string.Format(CultureInfo.InvariantCulture, "{0}", value),
    };
}
