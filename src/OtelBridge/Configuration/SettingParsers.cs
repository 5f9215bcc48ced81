using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using OpenTelemetry.Exporter;
using OtelBridge.Export;

namespace OtelBridge.Configuration;

/// <summary>Readers of single settings: true and a value, or false and the reason.</summary>
internal static class SettingParsers
{
    // "token" of RFC 9110.
    private static readonly SearchValues<char> HeaderNameCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    public static bool Text(string text, [NotNullWhen(true)] out string? value, out string reason)
    {
        (value, reason) = (text, string.Empty);
        return true;
    }

    /// <summary>A text that can travel as metadata of a request.</summary>
    public static bool Identifier(string text, [NotNullWhen(true)] out string? value, out string reason)
    {
        reason = "it is longer than 50 characters or holds other than printable ASCII ones";
        value = text.Length <= 50 && !text.AsSpan().ContainsAnyExceptInRange(' ', '~') ? text : null;
        return value is not null;
    }

    public static bool Boolean(string text, out bool value, out string reason)
    {
        reason = "it is neither true nor false";
        value = text.Equals("true", StringComparison.OrdinalIgnoreCase) || text == "1";
        return value || text.Equals("false", StringComparison.OrdinalIgnoreCase) || text == "0";
    }

    /// <summary>The words of OpenTelemetry's GenAI instrumentations: true or false, or what of spans and events carries content.</summary>
    public static bool ContentCapture(string text, out bool value, out string reason)
    {
        reason = "it is none of true, false, span_only, event_only, span_and_event, no_content";
        value = text.ToLowerInvariant() is "true" or "1" or "span_only" or "span_and_event";
        return value || text.ToLowerInvariant() is "false" or "0" or "event_only" or "no_content";
    }

    public static bool Ratio(string text, out double value, out string reason)
    {
        reason = "it is not a number from 0 to 1";
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && value is >= 0 and <= 1;
    }

    public static bool PositiveInteger(string text, out int value, out string reason)
    {
        reason = "it is not a whole number above 0";
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value > 0;
    }

    /// <summary>A whole number, 0 too.</summary>
    public static bool Count(string text, out int value, out string reason)
    {
        reason = "it is not a whole number";
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    public static bool PositiveLong(string text, out long value, out string reason)
    {
        reason = "it is not a whole number above 0";
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value > 0;
    }

    public static bool Count(string text, out long value, out string reason)
    {
        reason = "it is not a whole number from 0";
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    public static bool Amount(string text, out double value, out string reason)
    {
        reason = "it is not a number from 0";
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && value is >= 0 and < double.PositiveInfinity;
    }

    /// <summary><c>00:00:01.5</c>, not negative and at most a day.</summary>
    public static bool Duration(string text, out TimeSpan value, out string reason)
    {
        reason = "it is not a time as hh:mm:ss from 0 to 1 day";
        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value) && value >= TimeSpan.Zero && value <= TimeSpan.FromDays(1);
    }

    /// <summary>The same, or a number of seconds, as MLflow's variables have it.</summary>
    public static bool DurationOrSeconds(string text, out TimeSpan value, out string reason)
    {
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return Duration(text, out value, out reason);
        }

        reason = "it is not a number of seconds from 0 to 1 day";
        value = TimeSpan.FromSeconds(seconds);
        return value <= TimeSpan.FromDays(1);
    }

    /// <summary>A time above nothing: a request that may take no time cannot be sent.</summary>
    public static bool Timeout(string text, out TimeSpan value, out string reason)
    {
        var isTime = Duration(text, out value, out reason) && value >= TimeSpan.FromMilliseconds(1);
        reason = "it is not a time as hh:mm:ss from 1 ms to 1 day";
        return isTime;
    }

    /// <summary>A number of seconds, as MLflow's variables have it, or a time as <c>00:00:01.5</c>; above nothing and at most 30 days.</summary>
    /// <remarks>A timer takes no more than 49 days.</remarks>
    public static bool SecondsOrTime(string text, out TimeSpan value, out string reason)
    {
        reason = "it is neither a number of seconds nor a time as hh:mm:ss, from 1 ms to 30 days";
        value = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds)
            ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, TimeSpan.MaxValue.TotalSeconds / 2))
            : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : TimeSpan.Zero;
        return value >= TimeSpan.FromMilliseconds(1) && value <= TimeSpan.FromDays(30);
    }

    /// <summary><c>key=value,key=value</c>, percent-encoded; every key a header's name, every value what a header may hold.</summary>
    public static bool Headers(string text, [NotNullWhen(true)] out string? value, out string reason)
    {
        reason = "it is not of the form key=value,key=value with printable ASCII";
        value = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Uri.UnescapeDataString).All(IsHeader) ? text : null;
        return value is not null;
    }

    private static bool IsHeader(string pair)
    {
        var equals = pair.IndexOf('=', StringComparison.Ordinal);
        var name = pair.AsSpan(0, Math.Max(0, equals)).Trim();
        return name.Length > 0 && !name.ContainsAnyExcept(HeaderNameCharacters) && !pair.AsSpan(equals + 1).Trim().ContainsAnyExceptInRange(' ', '~');
    }

    public static bool Milliseconds(string text, out TimeSpan value, out string reason)
    {
        var isNumber = PositiveInteger(text, out var milliseconds, out reason);
        value = TimeSpan.FromMilliseconds(milliseconds);
        return isNumber;
    }

    public static bool Mode(string text, out ExportMode value, out string reason)
    {
        reason = "it is none of Auto, Collector, Store, Both, None";
        return Enum.TryParse(text, ignoreCase: true, out value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text[0]);
    }

    /// <summary>How often a request is sent again: MLflow's own bound is below 10.</summary>
    public static bool Retries(string text, out int value, out string reason)
    {
        reason = "it is not a whole number from 0 to 9";
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= 9;
    }

    public static bool Seconds(string text, out double value, out string reason)
    {
        reason = "it is not a number of seconds from 0 to a day";
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && value is >= 0 and <= 86_400;
    }

    /// <summary>A text that a header can hold.</summary>
    public static bool HeaderValue(string text, [NotNullWhen(true)] out string? value, out string reason)
    {
        reason = "it holds other than printable ASCII characters";
        value = text.AsSpan().ContainsAnyExceptInRange(' ', '~') ? null : text;
        return value is not null;
    }

    public static bool HttpAddress(string text, [NotNullWhen(true)] out Uri? value, out string reason)
    {
        reason = "it is not an http or https address";
        return Uri.TryCreate(text, UriKind.Absolute, out value) && (value.Scheme == Uri.UriSchemeHttp || value.Scheme == Uri.UriSchemeHttps);
    }

    public static bool Protocol(string text, out OtlpExportProtocol value, out string reason)
    {
        reason = "it is neither grpc nor http/protobuf";
        value = text.Equals("http/protobuf", StringComparison.OrdinalIgnoreCase) ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        return value == OtlpExportProtocol.HttpProtobuf || text.Equals("grpc", StringComparison.OrdinalIgnoreCase);
    }

    public static bool Compression(string text, out OtlpExportCompression value, out string reason)
    {
        reason = "it is neither gzip nor none";
        value = text.Equals("gzip", StringComparison.OrdinalIgnoreCase) ? OtlpExportCompression.GZip : OtlpExportCompression.None;
        return value == OtlpExportCompression.GZip || text.Equals("none", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A time, or a number of milliseconds as the standard variables have it.</summary>
    public static bool TimeoutOrMilliseconds(string text, out TimeSpan value, out string reason) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? Milliseconds(text, out value, out reason) : Timeout(text, out value, out reason);

    public static bool Kind(string text, out ExportDestinationKind value, out string reason)
    {
        reason = "it is none of Collector, Store, Mlflow, Console, File";
        return Enum.TryParse(text, ignoreCase: true, out value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text[0]);
    }

    public static bool Dialects(string text, out SpanDialects value, out string reason)
    {
        const SpanDialects All = SpanDialects.Mlflow | SpanDialects.GenAi | SpanDialects.OpenInference;
        reason = "it is not made of Mlflow, GenAi, OpenInference with commas, or None";
        return Enum.TryParse(text, ignoreCase: true, out value) && (value & ~All) == 0 && !char.IsAsciiDigit(text[0]);
    }

    public static bool Libraries(string text, out GenAILibraries value, out string reason)
    {
        reason = "it is not made of OpenAI, Anthropic, MicrosoftExtensionsAI, SemanticKernel, AgentFramework, AutoGen, Mcp, Azure with commas, nor All or None";
        return Enum.TryParse(text, ignoreCase: true, out value) && (value & ~GenAILibraries.All) == 0 && !char.IsAsciiDigit(text[0]);
    }

    /// <summary>The text itself, when it names an action.</summary>
    public static bool MaskAction(string text, [NotNullWhen(true)] out string? value, out string reason)
    {
        reason = "it is none of Replace, Remove, Hash";
        value = Enum.TryParse<MaskAction>(text, ignoreCase: true, out var action) && Enum.IsDefined(action) && !char.IsAsciiDigit(text[0]) ? text : null;
        return value is not null;
    }

    public static bool ConsoleStream(string text, [NotNullWhen(true)] out string? value, out string reason)
    {
        reason = "it is neither stdout nor stderr";
        value = text.ToLowerInvariant() is "stdout" or "stderr" ? text.ToLowerInvariant() : null;
        return value is not null;
    }

    /// <summary>What can be a name of a destination: it names a folder, too.</summary>
    public static bool IsDestinationName(string text) =>
        text.Length is > 0 and <= 50 && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
