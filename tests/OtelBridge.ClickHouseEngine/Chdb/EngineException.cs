using System.Globalization;
using System.Text.RegularExpressions;

namespace OtelBridge.ClickHouseEngine.Chdb;

/// <summary>An error of the engine, such as "Code: 60. DB::Exception: Table d.t does not exist. (UNKNOWN_TABLE)".</summary>
internal sealed partial class EngineException(int code, string message) : Exception(message)
{
    public int Code { get; } = code;

    /// <summary>Reads the code out of an error of the engine.</summary>
    public static EngineException Parse(string text)
    {
        var match = CodePattern().Match(text);
        return new EngineException(match.Success ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 1000, text);
    }

    /// <summary>An error in the words of the engine.</summary>
    public static EngineException Create(int code, string name, string message) => new(code, $"Code: {code}. DB::Exception: {message} ({name})");

    [GeneratedRegex(@"Code: (\d+)\.")]
    private static partial Regex CodePattern();
}
