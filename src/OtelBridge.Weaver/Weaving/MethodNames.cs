using Mono.Cecil;

namespace OtelBridge.Weaver.Weaving;

/// <summary>Names of methods as their authors know them.</summary>
internal static class MethodNames
{
    public static string Of(MethodDefinition method)
    {
        var name = Source(method.Name);

        // Explicit implementations are called as their interface is: IReader<System.Int32>.Read.
        name = name.Substring(name.LastIndexOf('.') + 1) is { Length: > 0 } last && !name.EndsWith(".lambda", StringComparison.Ordinal) ? last : name;
        return method.IsGetter || method.IsSetter ? name.Substring(name.IndexOf('_') + 1) : name;
    }

    /// <summary>For messages: with the type.</summary>
    public static string Full(MethodDefinition method) => $"{method.DeclaringType.FullName.Replace('/', '.')}.{Of(method)}";

    // <Outer>g__Inner|0_1 is a local function, <Outer>b__0_1 a lambda.
    private static string Source(string name)
    {
        if (!name.StartsWith("<", StringComparison.Ordinal))
        {
            return name;
        }

        var local = name.LastIndexOf(">g__", StringComparison.Ordinal);
        if (local > 0)
        {
            var start = local + 4;
            var end = name.IndexOf('|', start);
            return end > start ? name.Substring(start, end - start) : name.Substring(start);
        }

        var lambda = name.LastIndexOf(">b__", StringComparison.Ordinal);
        return lambda > 0 ? Source(name.Substring(1, lambda - 1)) + ".lambda" : name;
    }
}
