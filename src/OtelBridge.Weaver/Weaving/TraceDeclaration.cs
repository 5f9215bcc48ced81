using Mono.Cecil;

namespace OtelBridge.Weaver.Weaving;

/// <summary>What <c>[Trace]</c> and the attributes beside it say on one method.</summary>
internal sealed class TraceDeclaration
{
    public const string AttributeName = "OtelBridge.TraceAttribute";

    private const string ValueAttributeName = "OtelBridge.TraceAttributeValueAttribute";
    private const string IgnoreAttributeName = "OtelBridge.TraceIgnoreAttribute";
    private const string CancellationToken = "System.Threading.CancellationToken";

    private TraceDeclaration(MethodDefinition method, CustomAttribute attribute)
    {
        Method = method;
        FunctionName = MethodNames.Of(method);
        var given = attribute.Properties.ToDictionary(p => p.Name, p => p.Argument.Value);
        Name = Value<string>(given, "Name") ?? attribute.ConstructorArguments.Select(a => a.Value as string).FirstOrDefault() ?? FunctionName;
        SpanType = Value<string>(given, "SpanType") ?? "UNKNOWN";
        CapturesInputs = !given.TryGetValue("CaptureInputs", out var inputs) || inputs is true;
        CapturesOutputs = !given.TryGetValue("CaptureOutputs", out var outputs) || outputs is true;
        OutputReducer = Value<TypeReference>(given, "OutputReducer");
        MaxChunkEvents = given.TryGetValue("MaxChunkEvents", out var events) && events is int count ? count : null;
        Constants = method.CustomAttributes.Where(a => a.AttributeType.FullName == ValueAttributeName && a.ConstructorArguments[0].Value is string)
            .Select(a => new KeyValuePair<string, CustomAttributeArgument>((string)a.ConstructorArguments[0].Value, a.ConstructorArguments[1])).ToList();
        Inputs = CapturesInputs ? method.Parameters.Where(p => !p.IsOut && IsCaptured(p)).ToList() : [];
        ReferenceOutputs = CapturesOutputs ? method.Parameters.Where(p => IsWritten(p) && IsCaptured(p)).ToList() : [];
    }

    public MethodDefinition Method { get; }

    public string Name { get; }

    public string FunctionName { get; }

    public string SpanType { get; }

    public bool CapturesInputs { get; }

    public bool CapturesOutputs { get; }

    public TypeReference? OutputReducer { get; }

    public int? MaxChunkEvents { get; }

    public IReadOnlyList<KeyValuePair<string, CustomAttributeArgument>> Constants { get; }

    /// <summary>Parameters that are recorded when the method is called.</summary>
    public IReadOnlyList<ParameterDefinition> Inputs { get; }

    /// <summary>Parameters that are recorded when the method returns: <c>out</c> and <c>ref</c>.</summary>
    public IReadOnlyList<ParameterDefinition> ReferenceOutputs { get; }

    /// <summary>Whether somebody trusts that a parameter of the method is left out.</summary>
    public static bool Ignores(MethodDefinition method) => method.HasParameters && method.Parameters.Any(p => TypeShape.Carries(p, IgnoreAttributeName));

    public static TraceDeclaration? Of(MethodDefinition method) =>
        method.HasCustomAttributes && method.CustomAttributes.FirstOrDefault(a => a.AttributeType.FullName == AttributeName) is { } attribute
            ? new TraceDeclaration(method, attribute)
            : null;

    private static T? Value<T>(Dictionary<string, object> given, string name)
        where T : class => given.TryGetValue(name, out var value) ? value as T : null;

    // Those without a name hold what a local function closes over.
    private static bool IsCaptured(ParameterDefinition parameter) =>
        !string.IsNullOrEmpty(parameter.Name)
        && !TypeShape.Carries(parameter, IgnoreAttributeName)
        && (TypeShape.Referent(parameter.ParameterType) ?? TypeShape.Plain(parameter.ParameterType)).FullName != CancellationToken;

    // Parameters by reference that are read only carry one of these.
    private static bool IsWritten(ParameterDefinition parameter) =>
        TypeShape.Referent(parameter.ParameterType) is not null && !parameter.IsIn
        && !TypeShape.Carries(parameter, "System.Runtime.CompilerServices.IsReadOnlyAttribute")
        && !TypeShape.Carries(parameter, "System.Runtime.CompilerServices.RequiresLocationAttribute");
}
