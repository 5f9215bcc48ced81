namespace OtelBridge.Store.Masking;

/// <summary>A file of masking rules that cannot be used: nothing is started with it, since nobody would know what is masked.</summary>
public sealed class MaskingFileException : Exception
{
    internal MaskingFileException(string path, IReadOnlyList<string> errors)
        : base($"The masking rules in '{path}' cannot be used: {string.Join("; ", errors)}.") => Errors = [.. errors.Select(error => $"{path}: {error}.")];

    /// <summary>Gets everything that is wrong, a sentence each.</summary>
    public IReadOnlyList<string> Errors { get; }
}
