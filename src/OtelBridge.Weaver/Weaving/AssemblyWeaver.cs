using Mono.Cecil;

namespace OtelBridge.Weaver.Weaving;

/// <summary>Puts a span into every method of one assembly that carries <c>[Trace]</c>.</summary>
internal static class AssemblyWeaver
{
    /// <summary>Weaves the assembly file in place, with its symbols; one without such a method, or that is woven already, is left untouched.</summary>
    /// <remarks>Never throws for what the assembly holds: what cannot be woven is a warning that says why and what to do.</remarks>
    public static WeavingReport Weave(WeavingRequest request)
    {
        using var resolver = new ReferenceResolver(request.References);
        try
        {
            using var file = AssemblyFile.Read(request.AssemblyPath, resolver);
            return IsToWeave(file.Module) ? Weave(file, request) : new WeavingReport(0, []);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Failed(WarningCode.NotWritable, $"'{request.AssemblyPath}' is not traced, since it cannot be written: {e.Message}", request);
        }
        catch (BadImageFormatException e)
        {
            return Failed(WarningCode.NotReadable, $"'{request.AssemblyPath}' is not traced, since it is no assembly of IL alone: {e.Message}", request);
        }
    }

    // Cheap, since it is asked of every build.
    private static bool IsToWeave(ModuleDefinition module) =>
        module.TryGetTypeReference(TraceDeclaration.AttributeName, out _) && module.GetType(HandleTable.TypeName) is null;

    private static WeavingReport Weave(AssemblyFile file, WeavingRequest request)
    {
        if (RuntimeMembers.Find(file.Module) is not { } runtime)
        {
            return Failed(
                WarningCode.RuntimeNotFound,
                $"[Trace] has no effect: {RuntimeMembers.AssemblyName} is not among the references, or is older than the weaver. "
                + "Reference the package OtelBridge of the weaver's version.",
                request);
        }

        List<WeavingWarning> warnings = [];
        if (!file.TryReadSymbols())
        {
            warnings.Add(About(
                WarningCode.SymbolsUnreadable, "The symbols cannot be kept beside the traced methods. Build with <DebugType>portable</DebugType> or 'embedded'.", request));
        }

        var methods = new ModuleWeaver(file.Module, runtime, warnings).Weave();
        if (methods > 0)
        {
            if (file.Module.Attributes.HasFlag(ModuleAttributes.StrongNameSigned) && request.KeyFile is null)
            {
                warnings.Add(About(
                    WarningCode.NoKey,
                    "The assembly is signed, and the key to sign it again after weaving is not known. Name it by <AssemblyOriginatorKeyFile>.",
                    request));
            }

            file.Write(request.KeyFile);
        }

        return new WeavingReport(methods, warnings);
    }

    private static WeavingReport Failed(string code, string message, WeavingRequest request) => new(0, [About(code, message, request)]);

    private static WeavingWarning About(string code, string message, WeavingRequest request) => new(code, message, request.AssemblyPath, 0, 0);
}
