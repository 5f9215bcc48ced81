namespace OtelBridge.Entities.Json;

/// <summary>The one exception for JSON that is not what it should be.</summary>
internal static class BadJson
{
    private const int MaxQuoted = 100;

    public static MlflowException Error(string message, Exception? cause = null) => new(message, MlflowErrorCode.InvalidParameterValue, cause);

    /// <summary>A value as messages show it.</summary>
    public static string Quote(string text) => text.Length <= MaxQuoted ? $"'{text}'" : $"'{text[..MaxQuoted]}…'";
}
