using Mono.Cecil;

namespace OtelBridge.Weaver.Tests.Verification;

/// <summary>Verifies the IL of assemblies: what the runtime trusts a compiler to keep to, and a weaver may break.</summary>
internal static class IlVerifier
{
    /// <summary>Every complaint about an assembly file.</summary>
    /// <param name="path">The assembly.</param>
    /// <param name="references">Assemblies that it uses, beside those of this process.</param>
    public static IReadOnlyList<Complaint> Verify(string path, params IEnumerable<string> references)
    {
        using var resolver = new KnownAssemblies([path, .. references]);
        var image = new MemoryStream(File.ReadAllBytes(path));
        using var assembly = AssemblyDefinition.ReadAssembly(image, new ReaderParameters { AssemblyResolver = resolver });
        return Verify(assembly.MainModule);
    }

    /// <summary>Every complaint about a module.</summary>
    public static IReadOnlyList<Complaint> Verify(ModuleDefinition module)
    {
        var types = new TypeRules(module);
        return
        [
            .. module.GetTypes().SelectMany(type => Fields(type, types)),
            .. module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody)
                .SelectMany(method => new MethodVerifier(method, types).Verify()),
        ];
    }

    /// <summary>What is complained about now and was not before, wherever it was then: a weaver moves code.</summary>
    public static IReadOnlyList<Complaint> New(IEnumerable<Complaint> before, IEnumerable<Complaint> after)
    {
        var known = before.GroupBy(complaint => (complaint.Rule, complaint.Text)).ToDictionary(group => group.Key, group => group.Count());
        return [.. after.Where(complaint =>
        {
            var key = (complaint.Rule, complaint.Text);
            var left = known.GetValueOrDefault(key);
            known[key] = left - 1;
            return left <= 0;
        })];
    }

    private static IEnumerable<Complaint> Fields(TypeDefinition type, TypeRules types)
    {
        var mayHold = types.IsByRefLike(type);
        return type.Fields.Where(field => types.IsByRefLike(TypeKey.Plain(field.FieldType)) && (field.IsStatic || !mayHold))
            .Select(field => new Complaint(Rule.ByRefLike, type.FullName, $"field {field.Name}", $"holds {TypeKey.Of(field.FieldType)}"));
    }
}
