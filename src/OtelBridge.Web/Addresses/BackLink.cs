namespace OtelBridge.Web.Addresses;

/// <summary>Where to go after a change: a form says where it stood, and only one of our own pages is believed.</summary>
internal static class BackLink
{
    private const int MaxLength = 8_000;

    /// <summary>The address relative to the base, or the other one where that is none of ours.</summary>
    public static string Of(string address, string otherwise)
    {
        var path = address.Split('?', '#')[0];
        var isOurs = address.Length is > 0 and <= MaxLength && !path.StartsWith('/')
            && path.All(static c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' or '.' or '~' or '%')
            && !path.Contains("//", StringComparison.Ordinal) && !path.Contains("..", StringComparison.Ordinal)
            && address.All(static c => c is > ' ' and < '\u007f');
        return isOurs ? address : otherwise;
    }
}
