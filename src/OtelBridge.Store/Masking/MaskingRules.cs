namespace OtelBridge.Store.Masking;

/// <summary>The rules of what a store may not hold. Immutable; the file's form is in docs/security/masking.md.</summary>
public sealed class MaskingRules
{
    internal MaskingRules(IReadOnlyList<MaskingRule> rules) => Rules = rules;

    /// <summary>Gets how many rules there are.</summary>
    public int Count => Rules.Count;

    internal IReadOnlyList<MaskingRule> Rules { get; }

    /// <summary>Gets whether some rules are for some experiments alone.</summary>
    internal bool DependOnExperiment => Rules.Any(static rule => rule.Experiments.Count > 0);

    /// <summary>Reads the rules of a file.</summary>
    /// <param name="path">The file, JSON.</param>
    /// <param name="environment">Reads an environment variable, which may hold the key of hashes; null when it is not set.</param>
    /// <exception cref="MaskingFileException">The file cannot be read, or a rule of it cannot be used.</exception>
    public static MaskingRules Load(string path, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(environment);
        return new MaskingFileReader(path, environment).Read();
    }

    internal IReadOnlyList<MaskingRule> For(string experimentId, string? experimentName) => [.. Rules.Where(rule => rule.IsFor(experimentId, experimentName))];
}
