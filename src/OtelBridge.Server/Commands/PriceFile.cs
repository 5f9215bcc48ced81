using OtelBridge.Pricing;
using OtelBridge.Server.Configuration;

namespace OtelBridge.Server.Commands;

/// <summary>A user's file of token prices, laid over OtelBridge's own.</summary>
internal static class PriceFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="source">The option or variable that names it, for the error.</param>
    /// <exception cref="UsageException">The file cannot be read, or is no table; the message names file and place.</exception>
    public static PriceTable Load(string path, string source)
    {
        try
        {
            using var file = File.OpenRead(path);
            return PriceTable.Load(file).Over(PriceTable.Default);
        }
        catch (FormatException e)
        {
            throw new UsageException($"{source}: '{path}' is not a table of prices: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UsageException($"{source}: '{path}' cannot be read: {e.Message}");
        }
    }

    /// <summary>Reads the file that the environment names, for commands that write into a store themselves; OtelBridge's own table when it names none.</summary>
    public static PriceTable FromEnvironment() =>
        Environment.GetEnvironmentVariable(EnvironmentKeys.PricesFile) is { } path && !string.IsNullOrWhiteSpace(path)
            ? Load(path.Trim(), EnvironmentKeys.PricesFile)
            : PriceTable.Default;
}
