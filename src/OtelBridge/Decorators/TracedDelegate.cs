using System.Diagnostics.CodeAnalysis;
using OtelBridge.Diagnostics;

namespace OtelBridge.Decorators;

/// <summary>Puts a span around each call of a delegate.</summary>
internal static class TracedDelegate
{
    private const string ResultName = "result";

    [RequiresDynamicCode("The code around a delegate is made for its type at run time.")]
    public static TDelegate Wrap<TDelegate>(
        TDelegate function, string? name, string spanType, IEnumerable<KeyValuePair<string, object?>>? attributes)
        where TDelegate : Delegate
    {
        try
        {
            var signature = new DelegateSignature(function.GetType());
            if (!signature.IsSupported)
            {
                BridgeEventSource.Log.SpanCallFailed(nameof(Mlflow.Trace), new NotSupportedException($"{signature.Type} cannot be traced: what it takes or returns cannot be an object."));
                return function;
            }

            var known = DelegateNames.Of(function.Method);
            return (TDelegate)DelegateFactory.Create(signature, Describe(function, signature, name ?? known, known, spanType, attributes), function);
        }
        catch (Exception e)
        {
            BridgeEventSource.Log.SpanCallFailed(nameof(Mlflow.Trace), e);
            return function;
        }
    }

    private static TracedMethod Describe(
        Delegate function,
        DelegateSignature signature,
        string name,
        string functionName,
        string spanType,
        IEnumerable<KeyValuePair<string, object?>>? attributes)
    {
        var names = ParameterNames(function, signature);
        var method = new TracedMethod(name, functionName, spanType ?? SpanType.Unknown).WithInputs(Array.ConvertAll(signature.Inputs, i => names[i]));
        if (signature.Outputs.Length > 0)
        {
            var outputs = signature.Outputs.Select(i => names[i]);
            method.WithOutputs([.. signature.ReturnType == typeof(void) ? outputs : outputs.Prepend(ResultName)]);
        }

        foreach (var (key, value) in attributes ?? [])
        {
            if (!string.IsNullOrEmpty(key))
            {
                method.WithAttribute(key, value);
            }
        }

        return method;
    }

    // The function's own names say more than arg1 and arg2 of Func; where it has none, the delegate's do.
    private static string[] ParameterNames(Delegate function, DelegateSignature signature)
    {
        var own = DelegateNames.OfParameters(function.Method);
        var surplus = own.Length - signature.Parameters.Length;
        return
        [
            .. signature.Parameters.Select((p, i) =>
                (i + surplus >= 0 && own[i + surplus] is { Length: > 0 } known ? known : p.Name) ?? $"arg{i + 1}"),
        ];
    }
}
