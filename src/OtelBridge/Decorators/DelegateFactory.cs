using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Reflection;

namespace OtelBridge.Decorators;

/// <summary>Makes delegates that do what a woven method does: start the span, call the function, end the span. Compiled once for each type of delegate.</summary>
[RequiresDynamicCode("The code around a delegate is made for its type at run time.")]
internal static class DelegateFactory
{
    // Bounded by the types of delegates that the program has traced.
    private static readonly ConcurrentDictionary<Type, Func<TracedMethod, Delegate, Delegate>> Factories = new();

    private static readonly PropertyInfo IsListening = typeof(TracedMethod).GetProperty(nameof(TracedMethod.IsListening))!;
    private static readonly MethodInfo Begin = typeof(TracedMethod).GetMethod(nameof(TracedMethod.Begin))!;
    private static readonly MethodInfo Fail = typeof(TracedMethod).GetMethod(nameof(TracedMethod.Fail))!;
    private static readonly MethodInfo EndWithout = typeof(TracedMethod).GetMethod(nameof(TracedMethod.End), [typeof(Activity)])!;
    private static readonly MethodInfo EndOne = typeof(TracedMethod).GetMethod(nameof(TracedMethod.End), [typeof(Activity), typeof(object)])!;
    private static readonly MethodInfo EndMany = typeof(TracedMethod).GetMethod(nameof(TracedMethod.EndMany))!;

    /// <summary>Makes the delegate around a function.</summary>
    /// <param name="signature">What the delegate takes and returns.</param>
    /// <param name="method">What its spans are called and record.</param>
    /// <param name="function">The function.</param>
    public static Delegate Create(DelegateSignature signature, TracedMethod method, Delegate function) =>
        Factories.GetOrAdd(signature.Type, static (_, s) => Compile(s), signature)(method, function);

    private static Func<TracedMethod, Delegate, Delegate> Compile(DelegateSignature signature)
    {
        var method = Expression.Parameter(typeof(TracedMethod), "method");
        var function = Expression.Parameter(typeof(Delegate), "function");
        var typed = Expression.Variable(signature.Type, "typed");
        var parameters = Array.ConvertAll(signature.Parameters, static p => Expression.Parameter(p.ParameterType, p.Name));
        var traced = Expression.Lambda(signature.Type, Body(signature, method, typed, parameters), parameters);
        return Expression.Lambda<Func<TracedMethod, Delegate, Delegate>>(
            Expression.Block([typed], Expression.Assign(typed, Expression.Convert(function, signature.Type)), traced),
            method,
            function).Compile();
    }

    // if (!IsListening) return f(a, b);
    // activity = method.Begin([a, b]);
    // try { result = f(a, b); } catch (Exception e) { Fail(activity, e); throw; }
    // return …End…(activity, result);
    private static BlockExpression Body(DelegateSignature signature, Expression method, Expression function, ParameterExpression[] parameters)
    {
        var activity = Expression.Variable(typeof(Activity), "activity");
        var result = signature.ReturnType == typeof(void) ? null : Expression.Variable(signature.ReturnType, "result");
        var exception = Expression.Parameter(typeof(Exception), "exception");
        var call = Expression.Invoke(function, parameters);
        var end = Expression.Label(signature.ReturnType);
        var kept = result is null ? (Expression)call : Expression.Assign(result, call);
        return Expression.Block(
            result is null ? [activity] : [activity, result],
            Expression.IfThen(
                Expression.Not(Expression.Property(null, IsListening)),
                result is null ? Expression.Block(call, Expression.Return(end)) : Expression.Return(end, call)),
            Expression.Assign(activity, Expression.Call(method, Begin, Objects(signature.Inputs.Select(i => parameters[i])))),
            Expression.TryCatch(
                Expression.Block(typeof(void), kept),
                Expression.Catch(
                    exception,
                    Expression.Block(Expression.Call(Fail, activity, exception), Expression.Rethrow()))),
            result is null
                ? Expression.Block(End(signature, method, activity, null, parameters), Expression.Label(end))
                : Expression.Label(end, End(signature, method, activity, result, parameters)));
    }

    /// <summary>Ends the span; the value is what the function returns, or the task that ends after the span.</summary>
    private static Expression End(
        DelegateSignature signature, Expression method, Expression activity, ParameterExpression? result, ParameterExpression[] parameters)
    {
        if (result is not null && CallEnds.Following(signature.ReturnType) is { } following)
        {
            return following.IsStatic ? Expression.Call(following, result, activity) : Expression.Call(method, following, result, activity);
        }

        var outputs = signature.Outputs.Select(i => (Expression)parameters[i]);
        Expression ended = (result, signature.Outputs.Length) switch
        {
            (null, 0) => Expression.Call(EndWithout, activity),
            ({ } value, 0) => Expression.Call(method, EndOne, activity, Expression.Convert(value, typeof(object))),
            (null, _) => Expression.Call(method, EndMany, activity, Objects(outputs)),
            ({ } value, _) => Expression.Call(method, EndMany, activity, Objects(outputs.Prepend(value))),
        };
        return result is null ? ended : Expression.Block(ended, result);
    }

    private static NewArrayExpression Objects(IEnumerable<Expression> values) =>
        Expression.NewArrayInit(typeof(object), values.Select(static v => Expression.Convert(v, typeof(object))));
}
