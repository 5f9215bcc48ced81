using Mono.Cecil;

namespace OtelBridge.Weaver.Weaving;

/// <summary>What woven code calls in the SDK, as references of the woven module.</summary>
internal sealed class RuntimeMembers
{
    public const string AssemblyName = "OtelBridge.Sdk";

    private readonly ModuleDefinition _module;
    private readonly TypeDefinition _method;
    private readonly TypeDefinition _argument;
    private readonly TypeDefinition _stream;

    private RuntimeMembers(ModuleDefinition module, TypeDefinition method, TypeDefinition argument, TypeDefinition stream)
    {
        _stream = stream;
        _module = module;
        _method = method;
        _argument = argument;
        TracedMethod = module.ImportReference(method);
        Constructor = module.ImportReference(method.Methods.Single(m => m is { IsConstructor: true, IsStatic: false }));
        IsListening = Member("get_IsListening", 0);
        Begin = Member("Begin", 1);
        Activity = module.ImportReference(method.Methods.Single(m => m.Name == "Begin").ReturnType);
        Open = Member("Open", 1);
        StreamCall = module.ImportReference(stream);
        End = Member("End", 1);
        EndResult = Member("End", 2);
        EndMany = Member("EndMany", 2);
        Pass = Member("Pass", 2);
    }

    public TypeReference TracedMethod { get; }

    public TypeReference Activity { get; }

    public TypeReference Object => _module.TypeSystem.Object;

    public MethodReference Constructor { get; }

    public MethodReference IsListening { get; }

    public MethodReference Begin { get; }

    public TypeReference StreamCall { get; }

    public MethodReference Open { get; }

    public MethodReference End { get; }

    public MethodReference EndResult { get; }

    public MethodReference EndMany { get; }

    public MethodReference Pass { get; }

    /// <summary>Null when the SDK is not among the references or is older than the weaver.</summary>
    public static RuntimeMembers? Find(ModuleDefinition module)
    {
        var reference = module.AssemblyReferences.FirstOrDefault(r => r.Name == AssemblyName);
        var sdk = reference is null ? null : module.AssemblyResolver.Resolve(reference)?.MainModule;
        return sdk?.GetType("OtelBridge.Decorators.TracedMethod") is { } method
            && sdk.GetType("OtelBridge.Decorators.CapturedArgument") is { } argument
            && sdk.GetType("OtelBridge.Decorators.StreamCall") is { } stream
            ? new RuntimeMembers(module, method, argument, stream)
            : null;
    }

    /// <summary>A method of the handle, by its name and how many parameters it has.</summary>
    public MethodReference Member(string name, int parameters) =>
        _module.ImportReference(_method.Methods.Single(m => m.Name == name && m.Parameters.Count == parameters));

    /// <summary>The method that ends the span with what a call returned.</summary>
    public MethodReference EndWith(TypeReference returned) => Taking(_method, "EndWith", returned);

    /// <summary>The method that follows the stream that an iterator returned.</summary>
    public MethodReference Follow(TypeReference returned) => Taking(_stream, "Follow", returned);

    /// <summary>The method that makes an object of a value that is none.</summary>
    public MethodReference Capture(string name, TypeReference type) =>
        Instance(_module.ImportReference(_argument.Methods.Single(m => m.Name == name)), [type]);

    private MethodReference Taking(TypeDefinition owner, string name, TypeReference taken)
    {
        var type = taken.GetElementType().FullName;
        var method = owner.Methods.Single(m => m.Name == name && m.Parameters[0].ParameterType.GetElementType().FullName == type);
        return Instance(_module.ImportReference(method), taken is GenericInstanceType generic ? generic.GenericArguments.ToArray() : []);
    }

    private static MethodReference Instance(MethodReference method, TypeReference[] arguments)
    {
        if (arguments.Length == 0)
        {
            return method;
        }

        var instance = new GenericInstanceMethod(method);
        foreach (var argument in arguments)
        {
            instance.GenericArguments.Add(argument);
        }

        return instance;
    }
}
