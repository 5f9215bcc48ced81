using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using OtelBridge.TestSupport;
using OtelBridge.Weaver.Tests.Verification;
using OtelBridge.Weaver.Weaving;

namespace OtelBridge.Weaver.Tests;

/// <summary>A source, compiled, woven and loaded.</summary>
internal sealed class Woven : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly AssemblyLoadContext _context = new(null, isCollectible: false);

    private Woven(string source, OptimizationLevel optimization)
    {
        var path = Compilation.Emit(Compilation.Of(source, optimization), _folder);
        var before = IlVerifier.Verify(path);
        Report = Compilation.Weave(path);
        IlVerifier.New(before, IlVerifier.Verify(path)).ShouldBeEmpty();
        Assembly = _context.LoadFromAssemblyPath(path);
        JitAll();
    }

    public static TheoryData<OptimizationLevel> Optimizations => [OptimizationLevel.Debug, OptimizationLevel.Release];

    public WeavingReport Report { get; }

    public Assembly Assembly { get; }

    /// <summary>Weaves a source whose every <c>[Trace]</c> can be.</summary>
    public static Woven Of(string source, OptimizationLevel optimization = OptimizationLevel.Release)
    {
        var woven = new Woven(source, optimization);
        woven.Report.Warnings.Select(w => $"{w.Code}: {w.Message}").ShouldBeEmpty();
        return woven;
    }

    /// <summary>Calls a static method of a type, <c>C</c> unless another is named.</summary>
    public object? Call(string method, params object?[] arguments) =>
        Method(method).Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null);

    public T Call<T>(string method, params object?[] arguments) => (T)Call(method, arguments)!;

    public MethodInfo Method(string name)
    {
        var dot = name.LastIndexOf('.');
        var type = Assembly.GetType(dot < 0 ? "C" : name[..dot], throwOnError: true)!;
        return type.GetMethod(name[(dot + 1)..], BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic).ShouldNotBeNull(name);
    }

    public void Dispose() => _folder.Dispose();

    // What the JIT refuses is no program.
    private void JitAll()
    {
        foreach (var method in Assembly.GetTypes().Where(t => !t.ContainsGenericParameters)
            .SelectMany(t => t.GetMethods(BindingFlags.DeclaredOnly | BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(m => m is { IsAbstract: false, ContainsGenericParameters: false } && m.GetMethodBody() is not null))
        {
            RuntimeHelpers.PrepareMethod(method.MethodHandle);
        }
    }
}
