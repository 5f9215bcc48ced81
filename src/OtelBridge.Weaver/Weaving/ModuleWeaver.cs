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
        var count = _module.GetAllTypes().SelectMany(t => t.Methods).Select(TraceDeclaration.Of).ToList().Count(d => d is not null && TryWeave(d));
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
