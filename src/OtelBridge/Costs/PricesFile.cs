using System.Diagnostics.CodeAnalysis;
using System.Security;
using OtelBridge.Pricing;

namespace OtelBridge.Costs;

/// <summary>The user's file of token prices.</summary>
internal static class PricesFile
{
    /// <summary>Reads the file, or says why it cannot be used.</summary>
    public static bool TryRead(string path, [NotNullWhen(true)] out PriceTable? prices, out string reason)
    {
        (prices, reason) = (null, string.Empty);
        try
        {
            using var file = File.OpenRead(path);
            prices = PriceTable.Load(file);
            return true;
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or SecurityException)
        {
            reason = e is FormatException ? e.Message : "the file of prices cannot be read: " + e.Message;
            return false;
        }
    }
}
