using System.Text.Json;
using OtelBridge.Entities.Json;

namespace OtelBridge.Entities.Table;

/// <summary>What a column takes from a span: <c>span.inputs</c>, <c>span.outputs.key</c>, with backticks around what holds dots: <c>`my.span`.inputs.`a.b`</c>.</summary>
/// <remarks>Source: the language of <c>extract_fields</c> in MLflow's <c>search_traces</c>.</remarks>
internal sealed record ExtractedField(string Text, string SpanName, bool IsInputs, string? Key)
{
    private const char Quote = '`';
    private const char Dot = '.';

    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE when the text is no field.</exception>
    public static ExtractedField Parse(string text)
    {
        var rest = text.AsSpan();
        var span = Part(text, ref rest);
        var kind = NextPart(text, ref rest, "'inputs' or 'outputs'") ?? throw Wrong(text, "there is no dot and no 'inputs' or 'outputs' behind the name of the span");
        if (kind is not ("inputs" or "outputs"))
        {
            throw Wrong(text, $"{BadJson.Quote(kind)} is neither 'inputs' nor 'outputs'");
        }

        var key = NextPart(text, ref rest, "a key");
        return rest.IsEmpty
            ? new ExtractedField(text, span, kind == "inputs", key)
            : throw Wrong(text, $"{BadJson.Quote(rest.ToString())} stands behind its end; a key with dots is put in backticks");
    }

    /// <summary>Reads it from the last span of that name; null when it is not there.</summary>
    public JsonElement? Read(Trace trace)
    {
        var span = trace.Spans.LastOrDefault(span => span.Name == SpanName);
        var value = IsInputs ? span?.Inputs : span?.Outputs;
        return Key is null ? value
            : value is { ValueKind: JsonValueKind.Object } map && map.TryGetProperty(Key, out var member) ? member
            : null;
    }

    private static string? NextPart(string text, ref ReadOnlySpan<char> rest, string wanted)
    {
        if (rest.IsEmpty)
        {
            return null;
        }

        if (rest[0] != Dot)
        {
            throw Wrong(text, $"a dot and {wanted} are expected at {BadJson.Quote(rest.ToString())}");
        }

        rest = rest[1..];
        return Part(text, ref rest);
    }

    private static string Part(string text, ref ReadOnlySpan<char> rest)
    {
        var isQuoted = rest is [Quote, ..];
        rest = isQuoted ? rest[1..] : rest;
        var end = rest.IndexOf(isQuoted ? Quote : Dot);
        if (end < 0 && isQuoted)
        {
            throw Wrong(text, "a backtick is not closed");
        }

        var part = (end < 0 ? rest : rest[..end]).ToString();
        rest = end < 0 ? [] : rest[(isQuoted ? end + 1 : end)..];
        return part.Length > 0 ? part : throw Wrong(text, "a part of it is empty");
    }

    private static MlflowException Wrong(string text, string why) =>
        BadJson.Error($"Field to extract {BadJson.Quote(text)} is not of the form span.inputs, span.outputs or span.outputs.key: {why}.");
}
