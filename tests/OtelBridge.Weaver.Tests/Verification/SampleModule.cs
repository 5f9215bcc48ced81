using Mono.Cecil;
using Mono.Cecil.Cil;

namespace OtelBridge.Weaver.Tests.Verification;

/// <summary>A module in memory with one method whose body a test writes, and a few members for it to use.</summary>
internal sealed class SampleModule : IDisposable
{
    private readonly KnownAssemblies _resolver = new([]);

    public SampleModule()
    {
        Module = ModuleDefinition.CreateModule("Sample", new ModuleParameters { Kind = ModuleKind.Dll, AssemblyResolver = _resolver });
        Class = Type("Class", Module.ImportReference(typeof(object)));
        Other = Type("Other", Module.ImportReference(typeof(object)));
        Number = Field(Class, "Number", FieldAttributes.Public, typeof(int));
        Fixed = Field(Other, "Fixed", FieldAttributes.Public | FieldAttributes.InitOnly, typeof(int));
        Hidden = Field(Other, "Hidden", FieldAttributes.Private, typeof(int));
        TakeNumber = Method(Class, "TakeNumber", MethodAttributes.Public | MethodAttributes.Static, typeof(void), typeof(int));
        TakeText = Method(Class, "TakeText", MethodAttributes.Public | MethodAttributes.Static, typeof(void), typeof(string));
        OnlyClasses = Method(Class, "OnlyClasses", MethodAttributes.Public | MethodAttributes.Static, typeof(void));
        OnlyClasses.GenericParameters.Add(new GenericParameter("T", OnlyClasses) { HasReferenceTypeConstraint = true });
        foreach (var method in (MethodDefinition[])[TakeNumber, TakeText, OnlyClasses])
        {
            method.Body.GetILProcessor().Emit(OpCodes.Ret);
        }
    }

    public ModuleDefinition Module { get; }

    /// <summary>The class of the method that a test writes.</summary>
    public TypeDefinition Class { get; }

    public TypeDefinition Other { get; }

    public FieldDefinition Number { get; }

    public FieldDefinition Fixed { get; }

    public FieldDefinition Hidden { get; }

    public MethodDefinition TakeNumber { get; }

    public MethodDefinition TakeText { get; }

    public MethodDefinition OnlyClasses { get; }

    /// <summary>Adds the method, static unless it is a constructor, and gives what was complained about.</summary>
    public IReadOnlyList<Complaint> Verify(Type result, Action<SampleModule, ILProcessor> write, bool isConstructor = false)
    {
        var attributes = isConstructor
            ? MethodAttributes.Public | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName
            : MethodAttributes.Public | MethodAttributes.Static;
        var method = Method(Class, isConstructor ? ".ctor" : "Written", attributes, result, typeof(int));
        method.Body.InitLocals = true;
        write(this, method.Body.GetILProcessor());
        return IlVerifier.Verify(Module);
    }

    public TypeReference Import(Type type) => Module.ImportReference(type);

    public void Dispose()
    {
        Module.Dispose();
        _resolver.Dispose();
    }

    private TypeDefinition Type(string name, TypeReference parent)
    {
        var type = new TypeDefinition("Sample", name, TypeAttributes.Public | TypeAttributes.Class, parent);
        Module.Types.Add(type);
        return type;
    }

    private FieldDefinition Field(TypeDefinition owner, string name, FieldAttributes attributes, Type type)
    {
        var field = new FieldDefinition(name, attributes, Import(type));
        owner.Fields.Add(field);
        return field;
    }

    private MethodDefinition Method(TypeDefinition owner, string name, MethodAttributes attributes, Type result, params Type[] parameters)
    {
        var method = new MethodDefinition(name, attributes, Import(result)) { HasThis = !attributes.HasFlag(MethodAttributes.Static) };
        foreach (var parameter in parameters)
        {
            method.Parameters.Add(new ParameterDefinition(Import(parameter)));
        }

        owner.Methods.Add(method);
        return method;
    }
}
