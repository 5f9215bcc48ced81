using System.Collections.Concurrent;
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
    private const BindingFlags Everything = BindingFlags.DeclaredOnly | BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    // One for each sample, and each of its two forms.
    private static readonly ConcurrentDictionary<(string Name, OptimizationLevel Optimization), Lazy<(string Path, WeavingReport Report)>> Samples = new();

    private readonly TemporaryFolder? _folder;

    private Woven(string path, WeavingReport report, TemporaryFolder? folder)
    {
        _folder = folder;
        Path = path;
        Report = report;

        // A context of its own, so that the statics are fresh.
        Assembly = new AssemblyLoadContext(null).LoadFromAssemblyPath(path);
    }

    public static TheoryData<OptimizationLevel> Optimizations => [OptimizationLevel.Debug, OptimizationLevel.Release];

    public string Path { get; }

    public WeavingReport Report { get; }

    public Assembly Assembly { get; }

    /// <summary>Weaves a file of the folder Samples, whose every <c>[Trace]</c> can be woven.</summary>
    public static Woven Sample(string name, OptimizationLevel optimization = OptimizationLevel.Release)
    {
        var (path, report) = Samples.GetOrAdd((name, optimization), key => new(() => WeaveSample(key.Name, key.Optimization))).Value;
        return new Woven(path, report, null);
    }

    /// <summary>Weaves a source whose every <c>[Trace]</c> can be woven.</summary>
    public static Woven Of(string source, OptimizationLevel optimization = OptimizationLevel.Release)
    {
        var folder = new TemporaryFolder();
        var path = Compilation.Emit(Compilation.Of(source, optimization), folder);
        var report = Weave(path);
        return new Woven(path, report, folder);
    }

    /// <summary>Calls a static method of a type, <c>C</c> unless another is named.</summary>
    public object? Call(string method, params object?[] arguments) =>
        Method(method).Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null);

    public T Call<T>(string method, params object?[] arguments) => (T)Call(method, arguments)!;

    public MethodInfo Method(string name)
    {
        var dot = name.LastIndexOf('.');
        var type = Assembly.GetType(dot < 0 ? "C" : name[..dot], throwOnError: true)!;
        return type.GetMethod(name[(dot + 1)..], Everything).ShouldNotBeNull(name);
    }

    public void Dispose() => _folder?.Dispose();

    private static (string Path, WeavingReport Report) WeaveSample(string name, OptimizationLevel optimization)
    {
        var folder = new TemporaryFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        var source = System.IO.Path.Combine(AppContext.BaseDirectory, "Samples", name + ".cs");
        var path = Compilation.Emit(Compilation.Of(File.ReadAllText(source), optimization, sourcePath: source), folder);
        var report = Weave(path);
        JitAll(new AssemblyLoadContext(null).LoadFromAssemblyPath(path));
        return (path, report);
    }

    private static WeavingReport Weave(string path)
    {
        var before = IlVerifier.Verify(path);
        var report = Compilation.Weave(path);
        report.Warnings.Select(w => $"{w.Code}: {w.Message}").ShouldBeEmpty();
        IlVerifier.New(before, IlVerifier.Verify(path)).ShouldBeEmpty();
        return report;
    }

    // What the JIT refuses is no program.
    public static void JitAll(Assembly assembly)
    {
        var methods = assembly.GetTypes().Where(t => !t.ContainsGenericParameters).SelectMany(t => t.GetMethods(Everything));
        foreach (var method in methods.Where(m => m is { IsAbstract: false, ContainsGenericParameters: false } && m.GetMethodBody() is not null))
        {
            RuntimeHelpers.PrepareMethod(method.MethodHandle);
        }
    }
}
