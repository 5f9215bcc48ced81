using Mono.Cecil;
using Mono.Cecil.Rocks;

namespace OtelBridge.Weaver.Weaving;

/// <summary>Weaves the methods of one module, and notes those that it cannot.</summary>
internal sealed class ModuleWeaver
{
    private readonly ModuleDefinition _module;
    private readonly HandleTable _handles;
    private readonly MethodWeaver _weaver;
    private readonly List<WeavingWarning> _warnings;

    public ModuleWeaver(ModuleDefinition module, RuntimeMembers runtime, List<WeavingWarning> warnings)
    {
        var loader = new ValueLoader(module, runtime);
        _module = module;
        _handles = new HandleTable(module, runtime, loader);
        _weaver = new MethodWeaver(runtime, loader);
        _warnings = warnings;
    }

    /// <summary>Returns how many methods were woven.</summary>
    public int Weave()
    {
        var methods = _module.GetAllTypes().SelectMany(t => t.Methods).ToList();
        var declarations = methods.ConvertAll(TraceDeclaration.Of);
        var count = declarations.Count(d => d is not null && TryWeave(d));
        WarnOfIgnored(methods.Where((m, i) => declarations[i] is null && TraceDeclaration.Ignores(m)));
        if (count > 0)
        {
            _handles.AddToModule();
        }

        return count;
    }

    private bool TryWeave(TraceDeclaration declaration)
    {
        var method = declaration.Method;
        var shape = ReturnShapes.Of(method);
        if (Refusal.Of(method, shape) is { } refusal)
        {
            _warnings.Add(SourcePosition.Warning(refusal.Code, refusal.Message, method));
            return false;
        }

        _weaver.Weave(declaration, shape, _handles.Add(declaration, shape, Reducer(declaration, shape)));
        return true;
    }

    // On a declaration it is not seen: attributes are not inherited, and what it should keep back would be recorded.
    private void WarnOfIgnored(IEnumerable<MethodDefinition> methods) => _warnings.AddRange(methods.Select(method => SourcePosition.Warning(
        WarningCode.IgnoreWithoutTrace,
        $"[TraceIgnore] has no effect on '{MethodNames.Full(method)}', which carries no [Trace]. Put it on the parameters of the method that does.",
        method)));

    private MethodReference? Reducer(TraceDeclaration declaration, ReturnShape shape)
    {
        if (declaration.OutputReducer is not { } type)
        {
            return null;
        }

        var (constructor, refusal) = ReducerType.Constructor(declaration.Method, shape, type);
        if (refusal is not null)
        {
            _warnings.Add(SourcePosition.Warning(refusal.Value.Code, refusal.Value.Message, declaration.Method));
        }

        return constructor is null ? null : _module.ImportReference(constructor);
    }
}
