using OtelBridge.Server.Configuration;
using OtelBridge.Store.Masking;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Commands;

/// <summary>A user's file of masking rules.</summary>
internal static class MaskFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="source">The option or variable that names it, for the error.</param>
    /// <param name="environment">Reads a variable; null when it is not set.</param>
    /// <exception cref="UsageException">The file cannot be read, or a rule of it cannot be used; every error is told.</exception>
    public static MaskingRules Load(string path, string source, Func<string, string?> environment)
    {
        try
        {
            return MaskingRules.Load(path, environment);
        }
        catch (MaskingFileException e)
        {
            throw new UsageException([.. e.Errors.Select(error => $"{source}: {error}")]);
        }
    }

    /// <summary>Opens a store to write, with the rules of the file that the environment names: for commands that write into a store themselves.</summary>
    public static async Task<ITraceStore> OpenStoreAsync(string address, CancellationToken cancellationToken)
    {
        var path = Environment.GetEnvironmentVariable(EnvironmentKeys.Mask);
        var rules = string.IsNullOrWhiteSpace(path) ? null : Load(path.Trim(), EnvironmentKeys.Mask, Environment.GetEnvironmentVariable);
        return MaskedTraceStore.Over(await TraceStores.OpenAsync(address, StoreAccess.ReadWrite, cancellationToken), rules);
    }
}
