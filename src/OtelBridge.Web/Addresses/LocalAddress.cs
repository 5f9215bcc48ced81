namespace OtelBridge.Web.Addresses;

/// <summary>An address that came from outside and is to be gone to: only one of our own pages will do.</summary>
internal static class LocalAddress
{
    /// <summary>The address relative to the base when it is one; else the way in.</summary>
    /// <remarks>A browser takes <c>//host</c>, <c>/\host</c> and the like, also with tabs between, as another site: what comes after the base must begin with a name.</remarks>
    public static string Of(string address) =>
        address.Length > 0 && (char.IsAsciiLetterOrDigit(address[0]) || address[0] == '?') && address.All(static c => c is > ' ' and < '\u007f') ? address : Links.Experiments;
}
