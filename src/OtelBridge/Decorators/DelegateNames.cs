using System.Reflection;
using System.Runtime.CompilerServices;

namespace OtelBridge.Decorators;

/// <summary>What a program calls a function that it has in a delegate, and its parameters.</summary>
internal static class DelegateNames
{
    private const string Lambda = "lambda";

    /// <summary>What code that was made at run time is called, a traced delegate's among it.</summary>
    private const string Compiled = "lambda_method";

    // An entry goes with its method.
    private static readonly ConditionalWeakTable<MethodInfo, string?[]> Parameters = [];

    /// <summary>The method's name; of a local function its own, of a lambda the name of the method it stands in.</summary>
    public static string Of(MethodInfo method)
    {
        // Local functions are called <Outer>g__Name|0_0 by the compiler, lambdas <Outer>b__0_0; of the program's main code Outer is <Main>$.
        var name = method.Name;
        var end = name.LastIndexOf('>');
        if (name.Length == 0 || name.StartsWith(Compiled, StringComparison.Ordinal))
        {
            return Lambda;
        }

        if (name[0] != '<' || end < 0)
        {
            return name;
        }

        if (name.AsSpan(end + 1).StartsWith("g__", StringComparison.Ordinal))
        {
            return name[(end + 4)..].Split('|')[0];
        }

        var outer = name[1..end].Split('>')[0].TrimStart('<');
        return outer is "" or "Main" ? Lambda : string.Concat(outer, ".", Lambda);
    }

    /// <summary>The names of the method's parameters, for the last ones of a delegate's: an instance or a bound argument comes first.</summary>
    public static string?[] OfParameters(MethodInfo method) =>
        Parameters.GetValue(method, static key => Array.ConvertAll(key.GetParameters(), static p => p.Name));
}
